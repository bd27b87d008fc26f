import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { monitoringInvariants } from '../invariants/alarms.ts';
import { stageInvariants } from '../invariants/all.ts';
import { awsCallsOfFunctions } from '../invariants/aws-calls.ts';
import type { Invariant } from '../invariants/invariant.ts';
import { type Deployment, fullSettings, synthesizeStage } from '../stages.ts';
import { type Mutant, operators } from './mutants.ts';

/** A mutant and the first law that notices it. */
export interface MutationResult {
  readonly kind: string;
  readonly what: string;
  /** The law's name; none: it got away. */
  readonly caughtBy: string | undefined;
}

/** Takes one thing after the other away from a deployment, and asks every law. Runbooks go one at a time, too. */
export function runMutations(
  deployed: Deployment,
  runbooks: readonly string[],
  laws: (runbooks: readonly string[]) => readonly Invariant[],
): readonly MutationResult[] {
  const all = laws(runbooks);
  const mutants = operators.flatMap((operator) => operator(deployed));
  return [
    ...mutants.map((mutant) => mutationResult(mutant, all)),
    ...runbooks.map((gone) =>
      mutationResult({ kind: 'runbook', what: gone, deployed }, laws(runbooks.filter((one) => one !== gone))),
    ),
  ];
}

function mutationResult({ kind, what, deployed }: Mutant, laws: readonly Invariant[]): MutationResult {
  return { kind, what, caughtBy: laws.find((law) => detects(law, deployed))?.name };
}

/** A law notices what is not there any more by its faults, or by not finding what it reads. */
function detects({ violations }: Invariant, deployed: Deployment): boolean {
  try {
    return violations(deployed).length > 0;
  } catch {
    return true;
  }
}

/** All that the mutations need: a stage with every setting, its laws, and the runbooks there are. */
export interface MutationSubject {
  readonly deployed: Deployment;
  readonly runbooks: readonly string[];
  readonly laws: (runbooks: readonly string[]) => readonly Invariant[];
}

/** Synthesizes the stage and derives its laws. */
export async function loadSubject(): Promise<MutationSubject> {
  const calls = await awsCallsOfFunctions();
  return {
    deployed: await synthesizeStage({ ...fullSettings, validate: false }),
    runbooks: readdirSync(resolve(import.meta.dirname, '../../../docs/runbooks'))
      .filter((file) => file.endsWith('.md') && file !== 'README.md')
      .sort()
      .map((file) => `docs/runbooks/${file}`),
    laws: (runbooks) => [...stageInvariants(calls), ...monitoringInvariants(runbooks)],
  };
}
