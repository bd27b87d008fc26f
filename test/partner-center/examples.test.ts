import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseEvent } from '../../shared/events/parse-event.ts';
import { registerTestPartner } from './register-partner.ts';
import { startWebhook } from './webhook.ts';

// Partner Center's examples, from its documentation and from what users received.
const folder = join(import.meta.dirname, '../fixtures/partner-center');
const names = readdirSync(folder).map((file) => file.replace(/^event-|\.json$/g, ''));

/** Replaces the placeholders for ids in the examples. */
const GUID = 'c0bfd694-3075-4ec5-9a3c-733d3a890a1f';
const text = (name: string) =>
  readFileSync(join(folder, `event-${name}.json`), 'utf8').replaceAll(/\{\{\w+\}\}/g, GUID);

/** The tenant in the example of an accepted relationship. */
const PARTNER_TENANT = '60d5c4bb-f78a-4200-a002-953d7cc1f5f8';

let webhook: Awaited<ReturnType<typeof startWebhook>>;
beforeAll(async () => {
  webhook = await startWebhook();
  await registerTestPartner(webhook.store.table, 'contoso', PARTNER_TENANT);
});
beforeEach(() => webhook.reset());
afterAll(() => webhook?.close());

/** Examples that mean an event, but name no customer. */
const withoutCustomer: readonly (readonly [name: string, type: string])[] = [
  ['dap-admin-relationship-approved', 'relationship.approved'],
  ['dap-admin-relationship-terminated', 'relationship.removed'],
  ['dap-admin-relationship-terminated-by-microsoft', 'relationship.removed'],
  ['granular-admin-relationship-approved', 'relationship.approved'],
  ['granular-admin-relationship-activated', 'relationship.approved'],
  ['granular-admin-relationship-terminated', 'relationship.removed'],
  ['granular-admin-relationship-expired', 'relationship.removed'],
];
const mapped = ['reseller-relationship-accepted-by-customer', ...withoutCustomer.map(([name]) => name)];

it('reseller-relationship-accepted-by-customer: the relationship is approved', async () => {
  const answer = await webhook.deliver(Buffer.from(text('reseller-relationship-accepted-by-customer')));
  expect(answer).toMatchObject({ status: 200, body: { result: 'queued' } });
  const [only, ...others] = webhook.queued;
  expect(others).toEqual([]);
  expect(only).toEqual({
    queue: 'relationship-events',
    message: {
      specversion: '1.0',
      id: `https://api.partnercenter.microsoft.com/auditactivity/v1/auditrecords/${PARTNER_TENANT}_4b2a6e33-8791-4386-bd2b-0d55baf25039_resellerrelationshipacceptedbycustomer_638331855840159088`,
      source: `/partner-center/${PARTNER_TENANT}`,
      type: 'relationship.approved',
      time: '2023-10-18T00:26:24.0159088Z',
      datacontenttype: 'application/json',
      data: {
        partnerId: 'contoso',
        customer: { tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039' },
        via: 'partner-center',
      },
    },
  });
  expect(parseEvent(JSON.stringify(only?.message), { queue: 'relationship-events' }).ok).toBe(true);
});

it.each(withoutCustomer)('%s: refused, because it names no customer', async (name, type) => {
  const answer = await webhook.deliver(Buffer.from(text(name)));
  expect(answer).toMatchObject({ status: 200, body: { result: 'refused' } });
  expect(webhook.queued).toMatchObject([
    {
      queue: 'outcomes',
      message: {
        specversion: '1.0',
        type: 'event.refused',
        source: '/multichannel-support/unknown',
        time: '2018-02-17T00:05:39.5485487Z',
        data: { type, reason: 'unknown-customer', partnerId: null, customer: null },
      },
    },
  ]);
});

describe('a notification that means no event gets 200 and changes nothing', () => {
  it.each(names.filter((name) => !mapped.includes(name)))('%s', async (name) => {
    expect(text(name)).not.toContain('{{');
    const answer = await webhook.deliver(Buffer.from(text(name)));
    expect(answer).toMatchObject({ status: 200, body: { result: 'ignored' } });
    expect(webhook.queued).toEqual([]);
  });
});

it('the tests above cover every example', () => {
  expect(names).toHaveLength(24);
  expect(names).toEqual(expect.arrayContaining(mapped));
});
