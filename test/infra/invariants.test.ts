import { describe, expect, test } from 'vitest';
import { stageInvariants } from './invariants/all.ts';
import { awsCallsOfFunctions } from './invariants/aws-calls.ts';
import { testInvariants } from './invariants/invariant.ts';
import { outcomePipeInvariants } from './invariants/outcome-pipe.ts';
import { resourcePolicyInvariants } from './invariants/resource-policies.ts';
import { leastPrivilegeInvariants } from './invariants/roles.ts';
import { loadSubject, runMutations } from './mutations/judge.ts';
import { devStage, fullStage, localStage, synthesisTimeout } from './stages.ts';

const calls = await awsCallsOfFunctions();
const full = await fullStage();
const dev = await devStage();
const local = await localStage();

testInvariants(
  [...resourcePolicyInvariants, ...outcomePipeInvariants, ...leastPrivilegeInvariants(calls)],
  full,
);

describe.each(stageInvariants(calls))('$name', ({ violations }) => {
  test('holds with the sender as the only setting, and with every setting', () => {
    expect(violations(dev)).toEqual([]);
    expect(violations(full)).toEqual([]);
  });
});

test('every invariant has its own name', () => {
  const names = stageInvariants(calls).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('the local stage has no more permissions than a deployed stage', () => {
  for (const { violations } of leastPrivilegeInvariants(calls)) expect(violations(local)).toEqual([]);
});

test(
  'an invariant detects every single thing that is removed from the templates or the runbooks',
  async () => {
    const { deployed, runbooks, invariants } = await loadSubject();
    for (const { violations } of invariants(runbooks)) expect(violations(deployed)).toEqual([]);
    const results = runMutations(deployed, runbooks, invariants);
    expect(results.filter(({ caughtBy }) => caughtBy === undefined)).toEqual([]);
    const kinds = Object.groupBy(results, ({ kind }) => kind);
    expect(
      Object.fromEntries(Object.entries(kinds).map(([kind, of]) => [kind, (of ?? []).length > 0])),
    ).toEqual(Object.fromEntries(mutationKinds.map((kind) => [kind, true])));
  },
  2 * synthesisTimeout,
);

/** The kinds of things that must not go missing. Each kind needs at least one mutation. */
const mutationKinds = [
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
