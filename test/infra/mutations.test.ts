import { expect, test } from 'vitest';
import { loadSubject, runMutations } from './mutations/judge.ts';
import { synthesisTimeout } from './stages.ts';

test(
  'whatever is taken away from the templates, or a runbook, some law notices',
  async () => {
    const { deployed, runbooks, laws } = await loadSubject();
    for (const { violations } of laws(runbooks)) expect(violations(deployed)).toEqual([]);
    const verdicts = runMutations(deployed, runbooks, laws);
    expect(verdicts.filter(({ caughtBy }) => caughtBy === undefined)).toEqual([]);
    const kinds = Object.groupBy(verdicts, ({ kind }) => kind);
    expect(
      Object.fromEntries(Object.entries(kinds).map(([kind, of]) => [kind, (of ?? []).length > 0])),
    ).toEqual(Object.fromEntries(issue.map((kind) => [kind, true])));
  },
  2 * synthesisTimeout,
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
