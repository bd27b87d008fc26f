import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlarmState } from '../../infra/local/cloudwatch-alarms/alarm-board.ts';
import { newCustomer, newPartner } from '../fixtures/events.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
beforeEach(async () => {
  s = await startScenario();
});
afterEach(() => s?.stack.close());

const root = join(import.meta.dirname, '../..');

function alarm(name: string): AlarmState {
  const found = s.stack.alarms().find((one) => one.name === name);
  if (!found) throw new Error(`there is no alarm ${name}`);
  return found;
}
const ringing = () => s.stack.alarms().flatMap(({ name, state }) => (state === 'ALARM' ? [name] : []));

describe('alarms', () => {
  it('are OK on a new stack, and those that cannot be evaluated locally give the reason', () => {
    expect(ringing()).toEqual([]);
    const unrun = s.stack.alarms().filter(({ state }) => state === 'NOT_RUN');
    expect(unrun.map(({ name }) => name)).toContain('mail-bounces');
    for (const { reason } of unrun) expect(reason).toMatch(/\bhere\b|stand-in/);
  });

  it('a poison message raises the alarm with its runbook until the partner is registered and the message redriven', async () => {
    const partner = newPartner();
    const customer = newCustomer(partner.partnerId);
    const event = s.events.ingested(customer, { id: 'waits' });
    await s.publish(event);
    for (let receives = 0; receives < 5; receives++) await s.stack.clock.advance('PT10M');
    expect(s.stack.peek('subscription-events-dlq')).toHaveLength(1);
    const rung = alarm('subscription-events-dlq-not-empty');
    expect(rung).toMatchObject({
      state: 'ALARM',
      reason: 'ApproximateNumberOfMessagesVisible of subscription-events-dlq: 1 in 5 minutes (in alarm at 1)',
      runbook: 'docs/runbooks/dead-letters.md',
      meaning: expect.stringContaining('new subscriptions are not decided'),
    });
    expect(readFileSync(join(root, rung.runbook), 'utf8')).toContain('`unknown-partner`');
    // Reasons may differ: five minutes can end between the two looks.
    const expected = s.stack.alarms().map((one) => ({ ...one, reason: expect.any(String) }));
    expect(await (await fetch(`${s.stack.console}/alarms`)).json()).toEqual(expected);

    await s.publishAndWait(s.events.registered(partner));
    expect(ringing()).toEqual(['subscription-events-dlq-not-empty']);
    await s.redrive('subscription-events');
    await s.stack.idle();
    expect(alarm('subscription-events-dlq-not-empty').state).toBe('OK');
    expect(ringing()).toEqual([]);
    const file = await s.caseFile(customer);
    expect(file.timeline).toMatchObject([{ id: event.id, result: 'applied' }]);
    expect(file.subscriptions).toMatchObject([{ id: 'waits', status: 'awaiting-approval' }]);
  });

  it('events without any decision raise an alarm; one decision ends it', async () => {
    const partners = Array.from({ length: 10 }, () => newPartner());
    await s.publishAndWait(...partners.map((one) => s.events.registered(one)));
    await expect.poll(() => ringing()).toEqual(['subscription-events-undecided']);
    expect(alarm('subscription-events-undecided')).toMatchObject({ runbook: 'docs/runbooks/no-decision.md' });
    const [partner] = partners;
    await s.publishAndWait(s.events.ingested(newCustomer(partner?.partnerId ?? '')));
    await expect.poll(() => ringing()).toEqual([]);
  });

  it('many refused events raise an alarm', async () => {
    await s.send('subscription-events', ...Array.from({ length: 50 }, () => '{}'));
    await s.stack.idle();
    const rung = ['subscription-events-dlq-not-empty', 'events-refused', 'subscription-events-undecided'];
    await expect.poll(() => ringing()).toEqual(rung);
    await s.deadLetters('subscription-events');
    await s.stack.clock.advance('PT31M');
    expect(ringing()).toEqual([]);
  });

  it('a failing function raises an alarm', async () => {
    await expect(s.stack.invoke('subscription-ingested', { nothing: true })).rejects.toThrow();
    expect(alarm('subscription-ingested-errors')).toMatchObject({
      state: 'ALARM',
      reason: 'Errors of subscription-ingested: 1 in 5 minutes (in alarm at 1)',
    });
    await s.stack.clock.advance('PT6M');
    expect(ringing()).toEqual([]);
  });
});

describe('metrics', () => {
  it('do not appear as log lines', async () => {
    const { partnerId } = await s.registerPartner();
    await s.publishAndWait(s.events.ingested(newCustomer(partnerId)));
    const lines = s.stack.logs().map(({ line }) => line);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => line.includes('_aws'))).toEqual([]);
  });
});
