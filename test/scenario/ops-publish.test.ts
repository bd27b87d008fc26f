import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stackFileText } from '../../infra/local/stack-file.ts';
import { newCustomer, newPartner, type WireEvent } from '../fixtures/events.ts';
import { runCaptured } from '../ops/run-captured.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
let folder: string;
beforeAll(async () => {
  s = await startScenario();
  folder = mkdtempSync(join(tmpdir(), 'multichannel-ops-publish-'));
  writeFileSync(join(folder, 'stack.json'), stackFileText(s.stack));
});
afterAll(async () => {
  await s?.stack.close();
  rmSync(folder, { recursive: true, force: true });
});

function ops(...args: string[]) {
  return runCaptured(args, { stackFile: join(folder, 'stack.json') });
}

/** Publishes events from a file and waits for the decisions. */
function publishAndWait(events: readonly WireEvent[], ...args: string[]) {
  const file = join(folder, 'events.json');
  writeFileSync(file, JSON.stringify(events));
  return ops('publish', '--file', file, '--wait', ...args);
}

interface PublishReport {
  readonly fromExample: string[];
  readonly events: {
    id: string;
    state: string;
    repeat: boolean | null;
    decision: { result: string } | null;
  }[];
}

/** Joins the lines of a text. */
const oneLine = (text: string) => text.replace(/\s+/g, ' ');

describe('publish --wait', () => {
  it('distinguishes a repeat from a new event, and says when it was processed', async () => {
    const { partnerId } = await s.registerPartner();
    const customer = newCustomer(partnerId);
    const event = s.events.ingested(customer);
    const first = await publishAndWait([event]);
    expect([first.code, oneLine(first.out)]).toEqual([0, expect.stringContaining('rule license-request')]);
    expect(oneLine(first.out)).toContain(`partner ${partnerId}, customer ${customer.tenantId}`);
    expect(first.out).not.toContain('repeat');

    await s.stack.clock.advance('PT2M');
    const [entry] = (await s.caseFile(customer)).timeline;
    const again = await publishAndWait([event]);
    const day = entry?.recordedAt.slice(0, 16).replace('T', ' ');
    expect([again.code, oneLine(again.out)]).toEqual([
      0,
      expect.stringContaining(`repeat processed before, on ${day} (UTC); nothing changed now`),
    ]);
    expect(oneLine(again.out)).toContain('then: applied; rule license-request');

    const next = s.events.ingested(customer);
    const { events } = (await publishAndWait([event, next], '--json')).json<PublishReport>();
    expect(events.map(({ id, repeat }) => [id, repeat])).toEqual([
      [event.id, true],
      [next.id, false],
    ]);
  });

  it('recognises a repeat, also on an older page of the timeline', async () => {
    const { partnerId } = await s.registerPartner();
    const customer = newCustomer(partnerId);
    const old = s.events.ingested(customer);
    await s.publishAndWait(old);
    for (let batch = 0; batch < 12; batch++)
      await s.publishAndWait(...Array.from({ length: 10 }, () => s.events.ingested(customer)));
    expect((await s.caseFile(customer)).timelineCursor).not.toBeNull();
    const fresh = s.events.ingested(customer);
    const { events } = (await publishAndWait([old, fresh], '--json')).json<PublishReport>();
    expect(events.map(({ repeat }) => repeat)).toEqual([true, false]);
  });

  it('explains stale, ignored and parked', async () => {
    const { partnerId } = await s.registerPartner();
    const customer = newCustomer(partnerId);
    const newer = s.events.ingested(customer, { id: 'one' });
    await s.publishAndWait(newer);
    const before = new Date(Date.parse(newer.time) - 60_000).toISOString();
    const stale = await publishAndWait([s.events.ingested(customer, { id: 'one' }, { time: before })]);
    expect(oneLine(stale.out)).toContain('stale older than what the case knows; nothing changed');
    const ignored = await publishAndWait([s.events.removed(customer)]);
    expect(oneLine(ignored.out)).toContain('ignored reason nothing-held nothing changed');
    const parked = await publishAndWait([s.events.requested(newCustomer(partnerId))]);
    expect(oneLine(parked.out)).toContain('kept until what it needs is known; nothing is decided yet');
  });

  it('of a known partner does not claim that this registration was applied', async () => {
    const partner = newPartner();
    const first = await publishAndWait([s.events.registered(partner)], '--json');
    expect(first.json<PublishReport>().events).toMatchObject([{ state: 'known', repeat: false }]);
    const again = await publishAndWait([s.events.registered(partner)]);
    expect([again.code, oneLine(again.out)]).toEqual([
      0,
      expect.stringContaining(
        `sent partner ${partner.partnerId} was registered before. This registration replaces`,
      ),
    ]);
  });
});

describe('publish', () => {
  it('shows the values from the example, the partner, and that it was registered before', async () => {
    const { partnerId } = newPartner();
    const line = [
      'publish',
      'partner.registered',
      '--set',
      `data.partnerId=${partnerId}`,
      '--set',
      'data.country=DE',
    ];
    const first = await ops(...line);
    expect([first.code, oneLine(first.out)]).toEqual([
      0,
      expect.stringContaining('From the catalogue’s example: data.name=Contoso Cloud Services · data.cloud='),
    ]);
    expect(oneLine(first.out)).toContain(`to subscription-events, about partner ${partnerId}.`);
    expect(first.out).not.toMatch(/60d5c4bb|data\.country|was registered before/);
    await s.stack.idle();
    expect(oneLine((await ops(...line)).out)).toContain(`Partner ${partnerId} was registered before`);
  });

  it('of many events shows the number of customers', async () => {
    const { partnerId } = await s.registerPartner();
    const [one, two] = [newCustomer(partnerId), newCustomer(partnerId)];
    const file = join(folder, 'many.json');
    writeFileSync(
      file,
      JSON.stringify([s.events.ingested(one), s.events.ingested(one), s.events.ingested(two)]),
    );
    const { out } = await ops('publish', '--file', file);
    expect(out).toContain(`About partner ${partnerId} and 2 customers.`);
  });

  it('refuses an unknown field and a missing file', async () => {
    const wrong = await ops('publish', 'partner.registered', '--set', 'partnerId=northwind');
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('Did you mean data.partnerId?')]);
    for (const command of ['explain', 'publish']) {
      const { code, err } = await ops(command, 'nofile.json');
      expect([code, err]).toEqual([1, 'nofile.json does not exist.\n']);
    }
  });
});

describe('cases', () => {
  it('lists a partner’s customers, of one status, over all pages', async () => {
    const { partnerId } = await s.registerPartner();
    const customers = Array.from({ length: 103 }, () => newCustomer(partnerId));
    await s.publishAndWait(...customers.map((customer) => s.events.ingested(customer)));
    const declined = customers[0] ?? newCustomer(partnerId);
    await s.publishAndWait(s.events.declined(declined));

    interface Listed {
      readonly complete: boolean;
      readonly customers: { tenantId: string; relationship: string }[];
    }
    const list = async (...args: string[]) =>
      (await ops('cases', partnerId, ...args, '--json')).json<Listed>();
    const invited = await list('--relationship', 'invited');
    expect(invited.complete).toBe(true);
    expect(new Set(invited.customers.map(({ tenantId }) => tenantId))).toEqual(
      new Set(customers.slice(1).map(({ tenantId }) => tenantId)),
    );
    expect((await list('--all')).customers).toHaveLength(103);
    expect(await list('--limit', '101')).toMatchObject({ complete: false, customers: { length: 101 } });

    const { code, out } = await ops('cases', partnerId, '--relationship', 'declined');
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(new RegExp(`^customer .*\n${declined.tenantId} +declined\n`)),
    ]);
    expect(out).toContain(`1 declined customer of partner ${partnerId}.`);
    expect(out).not.toContain(declined.contactEmail);
    expect((await ops('cases', partnerId, '--limit', '2')).out).toContain('The first 2 customers');
    expect((await ops('cases', partnerId, '--relationship', 'open')).err).toContain('relationship');
    expect((await ops('cases', 'no/partner')).code).toBe(2);
    expect((await ops('cases', newPartner().partnerId)).out).toContain('0 customers');
  });
});
