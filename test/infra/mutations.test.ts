import { expect, test } from 'vitest';
import { synthesisTime } from './deployment.ts';
import { judge } from './mutations/run.ts';
import { judged } from './mutations/stage.ts';

test(
  'whatever is taken away from the templates, or a runbook, some law notices',
  async () => {
    const { deployed, runbooks, laws } = await judged();
    for (const { faults } of laws(runbooks)) expect(faults(deployed)).toEqual([]);
    const verdicts = judge(deployed, runbooks, laws);
    expect(verdicts.filter(({ caughtBy }) => caughtBy === undefined)).toEqual([]);
    const kinds = Object.groupBy(verdicts, ({ kind }) => kind);
    expect(
      Object.fromEntries(Object.entries(kinds).map(([kind, of]) => [kind, (of ?? []).length > 0])),
    ).toEqual(Object.fromEntries(issue.map((kind) => [kind, true])));
  },
  2 * synthesisTime,
);

/** Kinds of things that must not go missing; none of them may be without an example. */
const issue = [
  'dead-letter queue',
  'redrive policy',
  'policy of a queue',
  'policy of a topic',
  'TLS only',
  'condition of a policy',
  'action of a role',
  'alarm',
  'alarm’s way to people',
  'partial responses',
  'maximum concurrency',
  'visibility timeout',
  'encryption',
  'retention',
  'throttle',
  'access log',
  'authorization',
  'tracing',
  'suppression',
  'configuration set',
  'runbook',
];
