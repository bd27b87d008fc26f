import { beforeAll, describe, expect, test } from 'vitest';
import { stageInvariants } from './invariants/all.ts';
import { awsCallsOfFunctions } from './invariants/aws-calls.ts';
import { testInvariants } from './invariants/invariant.ts';
import { outcomePipeInvariants } from './invariants/outcome-pipe.ts';
import { resourcePolicyInvariants } from './invariants/resource-policies.ts';
import { leastPrivilegeInvariants } from './invariants/roles.ts';
import { type Deployment, fullSettings, synthesisTimeout, synthesizeStage } from './stages.ts';

const calls = await awsCallsOfFunctions();
let full: Deployment;
let bare: Deployment;
let local: Deployment;
beforeAll(async () => {
  full = await synthesizeStage({ ...fullSettings, validate: false });
  bare = await synthesizeStage({ stage: 'dev', senderAddress: 'support@example.org', validate: false });
  local = await synthesizeStage({ stage: 'local', validate: false });
}, synthesisTimeout);

testInvariants(
  [...resourcePolicyInvariants, ...outcomePipeInvariants, ...leastPrivilegeInvariants(calls)],
  () => full,
);

describe.each(stageInvariants(calls))('$name', ({ violations }) => {
  test('with no setting but the sender, and with all', () => {
    expect(violations(bare)).toEqual([]);
    expect(violations(full)).toEqual([]);
  });
});

test('laws have names of their own', () => {
  const names = stageInvariants(calls).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('the stage of this machine may do no more than a deployed one', () => {
  for (const { violations } of leastPrivilegeInvariants(calls)) expect(violations(local)).toEqual([]);
});
