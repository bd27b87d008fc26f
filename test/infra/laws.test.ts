import { beforeAll, describe, expect, test } from 'vitest';
import { type Deployment, deployment, synthesisTime } from './deployment.ts';
import { fullSettings } from './full-settings.ts';
import { proveLaws } from './law.ts';
import { stageLaws } from './laws/all.ts';
import { callsOfCode } from './laws/calls.ts';
import { leastPrivilege } from './laws/least-privilege.ts';
import { outcomeLaws } from './laws/outcomes.ts';
import { policyLaws } from './laws/policies.ts';

const calls = await callsOfCode();
let full: Deployment;
let bare: Deployment;
let local: Deployment;
beforeAll(async () => {
  full = await deployment({ ...fullSettings, validate: false });
  bare = await deployment({ stage: 'dev', senderAddress: 'support@example.org', validate: false });
  local = await deployment({ stage: 'local', validate: false });
}, synthesisTime);

proveLaws([...policyLaws, ...outcomeLaws, ...leastPrivilege(calls)], () => full);

describe.each(stageLaws(calls))('$name', ({ faults }) => {
  test('with no setting but the sender, and with all', () => {
    expect(faults(bare)).toEqual([]);
    expect(faults(full)).toEqual([]);
  });
});

test('laws have names of their own', () => {
  const names = stageLaws(calls).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('the stage of this machine may do no more than a deployed one', () => {
  for (const { faults } of leastPrivilege(calls)) expect(faults(local)).toEqual([]);
});
