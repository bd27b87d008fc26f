import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { monitoringInvariants } from '../invariants/alarms.ts';
import { stageInvariants } from '../invariants/all.ts';
import { awsCallsOfFunctions } from '../invariants/aws-calls.ts';
import type { Invariant } from '../invariants/invariant.ts';
import { type Deployment, fullSettings, synthesizeStage } from '../stages.ts';
import { type Mutant, operators } from './mutants.ts';

/** A mutation and the first invariant that detects it. */
export interface MutationResult {
  readonly kind: string;
  readonly what: string;
  /** The invariant's name, or `undefined` if no invariant detects the mutation. */
  readonly caughtBy: string | undefined;
}

/** Removes one thing at a time from a deployment, and one runbook at a time, and checks all invariants. */
export function runMutations(
  deployed: Deployment,
  runbooks: readonly string[],
  invariants: (runbooks: readonly string[]) => readonly Invariant[],
): readonly MutationResult[] {
  const all = invariants(runbooks);
  const mutants = operators.flatMap((operator) => operator(deployed));
  return [
    ...mutants.map((mutant) => mutationResult(mutant, all)),
    ...runbooks.map((gone) =>
      mutationResult(
        { kind: 'runbook', what: gone, deployed },
        invariants(runbooks.filter((one) => one !== gone)),
      ),
    ),
  ];
}

function mutationResult({ kind, what, deployed }: Mutant, invariants: readonly Invariant[]): MutationResult {
  return { kind, what, caughtBy: invariants.find((invariant) => detects(invariant, deployed))?.name };
}

/** An invariant detects a mutation by a violation, or because it does not find what it reads. */
function detects({ violations }: Invariant, deployed: Deployment): boolean {
  try {
    return violations(deployed).length > 0;
  } catch {
    return true;
  }
}

/** The input of the mutations: a stage with every setting, its invariants and the runbooks. */
export interface MutationSubject {
  readonly deployed: Deployment;
  readonly runbooks: readonly string[];
  readonly invariants: (runbooks: readonly string[]) => readonly Invariant[];
}

/** Synthesizes the stage and builds its invariants. */
export async function loadSubject(): Promise<MutationSubject> {
  const calls = await awsCallsOfFunctions();
  return {
    deployed: await synthesizeStage({ ...fullSettings, validate: false }),
    runbooks: readdirSync(resolve(import.meta.dirname, '../../../docs/runbooks'))
      .filter((file) => file.endsWith('.md') && file !== 'README.md')
      .sort()
      .map((file) => `docs/runbooks/${file}`),
    invariants: (runbooks) => [...stageInvariants(calls), ...monitoringInvariants(runbooks)],
  };
}
