import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Deployment, deployment } from '../deployment.ts';
import { fullSettings } from '../full-settings.ts';
import type { Law } from '../law.ts';
import { stageLaws } from '../laws/all.ts';
import { callsOfCode } from '../laws/calls.ts';
import { watchingLaws } from '../watching/laws.ts';

/** All that the mutations need: a stage with every setting, its laws, and the runbooks there are. */
export interface Judged {
  readonly deployed: Deployment;
  readonly runbooks: readonly string[];
  readonly laws: (runbooks: readonly string[]) => readonly Law[];
}

/** Synthesizes the stage and derives its laws. */
export async function judged(): Promise<Judged> {
  const calls = await callsOfCode();
  return {
    deployed: await deployment({ ...fullSettings, validate: false }),
    runbooks: readdirSync(resolve(import.meta.dirname, '../../../docs/runbooks'))
      .filter((file) => file.endsWith('.md') && file !== 'README.md')
      .sort()
      .map((file) => `docs/runbooks/${file}`),
    laws: (runbooks) => [...stageLaws(calls), ...watchingLaws(runbooks)],
  };
}
