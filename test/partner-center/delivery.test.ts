import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventKey } from '../../shared/events/event-key.ts';
import { parseEvent } from '../../shared/events/parse-event.ts';
import { registerTestPartner } from './register-partner.ts';
import { onboarding, writeSubscriptions } from './switching-case.ts';
import { type DeliveryOptions, startWebhook } from './webhook.ts';

const PARTNER_TENANT = '60d5c4bb-f78a-4200-a002-953d7cc1f5f8';
const CUSTOMER = '4b2a6e33-8791-4386-bd2b-0d55baf25039';
const TICKS = '638331855840159088';
const AUDITS = 'https://api.partnercenter.microsoft.com/auditactivity/v1/auditrecords/';

let webhook: Awaited<ReturnType<typeof startWebhook>>;
beforeAll(async () => {
  webhook = await startWebhook();
  await registerTestPartner(webhook.store.table, 'contoso', PARTNER_TENANT);
});
beforeEach(() => webhook.reset());
afterAll(() => webhook?.close());

/** A notification about a customer, as Partner Center sends it. */
function notification(EventName: string, customer = CUSTOMER, more: object = {}) {
  const name = EventName.replaceAll('-', '').toLowerCase();
  return {
    EventName,
    ResourceUri: `https://api.partnercenter.microsoft.com/v1/customers/${customer}`,
    ResourceName: 'Customer',
    AuditUri: `${AUDITS}${PARTNER_TENANT}_${customer}_${name}_${TICKS}`,
    ResourceChangeUtcDate: '2023-10-18T00:26:24.0159088+00:00',
    ...more,
  };
}

/** Delivers a body, expects status 200 and one queued message, and returns the message. */
async function queuedBy(body: object, options?: DeliveryOptions) {
  webhook.queued.length = 0;
  expect(await webhook.deliver(body, options)).toMatchObject({ status: 200 });
  const [only, ...others] = webhook.queued;
  if (!only || others.length > 0) throw new Error(`${webhook.queued.length} messages were queued`);
  const { queue, message } = only;
  if (queue !== 'outcomes')
    expect(parseEvent(JSON.stringify(message), { queue })).toMatchObject({ ok: true });
  return only;
}

const refusal = (reason: string, partnerId: string | null = 'contoso') => ({
  queue: 'outcomes',
  message: {
    type: 'event.refused',
    source: `/multichannel-support/${partnerId ?? 'unknown'}`,
    data: { reason, partnerId },
  },
});

describe('a notification becomes an event', () => {
  const about = { partnerId: 'contoso', customer: { tenantId: CUSTOMER } };
  it.each([
    ['reseller-relationship-accepted-by-customer', 'approved', { via: 'partner-center' }],
    ['indirect-reseller-relationship-accepted-by-customer', 'approved', { via: 'partner-center' }],
    [
      'dap-admin-relationship-approved',
      'approved',
      { via: 'partner-center', scope: 'delegated-admin', grant: 'dap' },
    ],
    [
      'dap-admin-relationship-terminated',
      'removed',
      { by: 'customer', scope: 'delegated-admin', grant: 'dap' },
    ],
    [
      'dap-admin-relationship-terminated-by-microsoft',
      'removed',
      { by: 'microsoft', scope: 'delegated-admin', grant: 'dap' },
    ],
    [
      'granular-admin-relationship-approved',
      'approved',
      { via: 'partner-center', scope: 'delegated-admin', grant: 'gdap' },
    ],
    [
      'granular-admin-relationship-activated',
      'approved',
      { via: 'partner-center', scope: 'delegated-admin', grant: 'gdap' },
    ],
    [
      'granular-admin-relationship-terminated',
      'removed',
      { by: 'customer', scope: 'delegated-admin', grant: 'gdap' },
    ],
    [
      'granular-admin-relationship-expired',
      'removed',
      { by: 'customer', scope: 'delegated-admin', grant: 'gdap' },
    ],
  ])('%s: relationship.%s', async (name, type, data) => {
    expect(await queuedBy(notification(name))).toMatchObject({
      queue: 'relationship-events',
      message: { type: `relationship.${type}`, source: `/partner-center/${PARTNER_TENANT}` },
    });
    expect(webhook.queued[0]?.message.data).toEqual({ ...about, ...data });
  });

  it.each([
    [
      'of its ResourceUri',
      `https://partner.microsoft.com/granularAdminRelationships/5D027261-D21F-4AA9-B7DB-7FA1F56FB163-8777B240-C6F0-4469-9E98-A3205431B836`,
      '',
    ],
    ['of its AuditUri', null, '_5d027261-d21f-4aa9-b7db-7fa1f56fb163-8777b240-c6f0-4469-9e98-a3205431b836'],
  ])('a GDAP relationship is told apart by the id %s', async (_, ResourceUri, resource) => {
    const name = 'granular-admin-relationship-approved';
    const AuditUri = `${AUDITS}${PARTNER_TENANT}_${CUSTOMER}${resource}_granularadminrelationshipapproved_638331855840159088`;
    const { message } = await queuedBy(notification(name, CUSTOMER, { ResourceUri, AuditUri }));
    const grant = 'gdap:5d027261-d21f-4aa9-b7db-7fa1f56fb163-8777b240-c6f0-4469-9e98-a3205431b836';
    expect(message.data).toMatchObject({ grant, scope: 'delegated-admin' });
    expect(parseEvent(JSON.stringify(message), { queue: 'relationship-events', now: Date.now() }).ok).toBe(
      true,
    );
  });

  it('in any letter case, with AuditUrl for AuditUri, with http, with six or seven digits of a second', async () => {
    const { AuditUri, ResourceUri } = notification('reseller-relationship-accepted-by-customer');
    const { queue, message } = await queuedBy({
      eventName: 'Reseller-Relationship-Accepted-By-Customer',
      RESOURCEURI: ResourceUri.replace('https', 'http'),
      auditUrl: AuditUri.replace('https', 'http').toUpperCase(),
      resourcechangeUTCdate: '2024-12-12T14:44:18.627854+00:00',
      ResourceName: null,
    });
    expect([queue, message.time]).toEqual(['relationship-events', '2024-12-12T14:44:18.627854Z']);
    expect(message.data).toMatchObject(about);
  });

  it('with the time of the AuditUri if the body has none; without any time it is refused', async () => {
    const name = 'reseller-relationship-accepted-by-customer';
    const byTicks = await queuedBy(notification(name, CUSTOMER, { ResourceChangeUtcDate: null }));
    expect(byTicks.message.time).toBe('2023-10-18T00:26:24.0159088Z');
    const AuditUri = `${AUDITS}${PARTNER_TENANT}_${CUSTOMER}`;
    const more = { AuditUri, ResourceChangeUtcDate: 'yesterday' };
    const timeless = await queuedBy(notification(name, CUSTOMER, more));
    expect(timeless).toMatchObject(refusal('unknown-time'));
    expect(timeless.message.time).toBe('2026-11-22T12:00:00.000Z');
  });

  it.each([
    ['no JSON', 'EventName'],
    ['no object', '"reseller-relationship-accepted-by-customer"'],
    ['null', 'null'],
    ['an array', '[{"EventName":"dap-admin-relationship-approved"}]'],
    ['no name', '{"ResourceName":"Customer"}'],
    ['a name that is no text', '{"EventName":{"a":1}}'],
    ['a name of every object', '{"EventName":"constructor"}'],
    ['a prototype', '{"__proto__":{"EventName":"dap-admin-relationship-approved"}}'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
  ])('except for %s: 200, ignored', async (_, body) => {
    expect(await webhook.deliver(Buffer.from(body), { base64: true })).toMatchObject({
      status: 200,
      body: { result: 'ignored' },
    });
    expect(webhook.queued).toEqual([]);
  });
});

describe('customer and partner of a notification', () => {
  const name = 'dap-admin-relationship-approved';

  it('come from the AuditUri; the customer may come from the ResourceUri', async () => {
    const ResourceUri = null;
    const byAudit = await queuedBy(notification(name, CUSTOMER, { ResourceUri }));
    expect(byAudit.message.data).toMatchObject({ customer: { tenantId: CUSTOMER } });
    const other = randomUUID();
    const AuditUri = `${AUDITS}${PARTNER_TENANT}_x_dapadminrelationshipapproved_${TICKS}`;
    const byResource = await queuedBy(notification(name, other, { AuditUri }));
    expect(byResource.message.data).toMatchObject({ partnerId: 'contoso', customer: { tenantId: other } });
  });

  it('a date of the year 1 is none: the time of the AuditUri counts', async () => {
    const name = 'dap-admin-relationship-approved';
    const { message } = await queuedBy(
      notification(name, CUSTOMER, { ResourceChangeUtcDate: '0001-01-01T00:00:00' }),
    );
    expect(message.time).toBe('2023-10-18T00:26:24.0159088Z');
  });

  it('the max GUID names nobody', async () => {
    const max = 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF';
    expect(await queuedBy(notification('dap-admin-relationship-approved', max))).toMatchObject(
      refusal('unknown-customer'),
    );
  });

  it('it is refused if no customer is named; a GUID of zeros names nobody', async () => {
    const nobody = '00000000-0000-0000-0000-000000000000';
    const { message, queue } = await queuedBy(notification(name, nobody));
    expect({ message, queue }).toMatchObject(refusal('unknown-customer'));
    expect(message.data).toMatchObject({ customer: null, partnerTenantId: PARTNER_TENANT });
  });

  it('it is refused if no partner is named, or one that is not registered', async () => {
    const unnamed = await queuedBy(notification(name, CUSTOMER, { AuditUri: null }));
    expect(unnamed).toMatchObject(refusal('unknown-partner', null));
    const AuditUri = `${AUDITS}${randomUUID()}_${CUSTOMER}_dapadminrelationshipapproved_${TICKS}`;
    const unregistered = await queuedBy(notification(name, CUSTOMER, { AuditUri }));
    expect(unregistered).toMatchObject(refusal('unknown-partner', null));
  });

  it('it is refused if the registered address names another partner; an address alone proves nothing', async () => {
    const own = await queuedBy(notification(name), { query: { partnerId: 'contoso' } });
    expect(own.queue).toBe('relationship-events');
    const other = await queuedBy(notification(name), { query: { partnerId: 'northwind' } });
    expect(other).toMatchObject(refusal('partner-mismatch'));
    const body = notification(name, CUSTOMER, { AuditUri: null });
    const alone = await queuedBy(body, { query: { partnerId: 'contoso' } });
    expect(alone).toMatchObject(refusal('unknown-partner', null));
  });

  it('a repeat has the same refusal, another notification another one', async () => {
    const body = notification(name, CUSTOMER, { AuditUri: null });
    const [first, second] = [await queuedBy(body), await queuedBy(body)];
    expect(second).toEqual(first);
    const later = { ...body, ResourceChangeUtcDate: '2023-10-18T00:26:24.0159089+00:00' };
    expect((await queuedBy(later)).message.id).not.toBe(first.message.id);
  });

  it('a refusal is counted once, however often the notification is delivered', async () => {
    webhook.reset();
    const body = notification(name, CUSTOMER, { AuditUri: null });
    for (let times = 0; times < 3; times++) await webhook.deliver(body);
    expect(webhook.counts).toEqual(['EventRefused', 'OutcomePublished']);
    await webhook.deliver({ ...body, ResourceChangeUtcDate: '2023-10-19T00:26:24.0159089+00:00' });
    expect(webhook.counts).toHaveLength(4);
    expect(webhook.queued).toHaveLength(4);
  });
});

describe('the identity of an event', () => {
  const name = 'dap-admin-relationship-approved';
  it('is its AuditUri, or a hash if that is too long or not a URI', async () => {
    const { AuditUri } = notification(name);
    expect((await queuedBy(notification(name))).message.id).toBe(AuditUri);
    const id = async (uri: string) =>
      (await queuedBy(notification(name, CUSTOMER, { AuditUri: uri }))).message.id;
    const long = `${AuditUri}?${'x'.repeat(256)}`;
    expect(await id(long)).toMatch(/^[\w-]{43}$/);
    expect(await id(long)).toBe(await id(long));
    expect(await id(`${long}y`)).not.toBe(await id(long));
    expect(await id(`${AuditUri}?a b\u202e`)).toMatch(/^[\w-]{43}$/);
  });
});

describe('a transfer of a subscription', () => {
  const transfer = (name: string, tenantId: string) => notification(name, tenantId);
  const caseOf = async (...subscriptions: ReturnType<typeof onboarding>[]) => {
    const key = { partnerId: 'contoso', tenantId: randomUUID() };
    await writeSubscriptions(webhook.store.table, key, subscriptions);
    return key.tenantId;
  };

  it('completes the last step of the one switch that is under way', async () => {
    const tenantId = await caseOf(
      onboarding('other-way', { chain: 'create-azure-subscription' }),
      onboarding('legacy', { chain: 'switch-azure-legacy' }),
      onboarding('this'),
      onboarding('done', { status: 'done' }),
      onboarding('failed', { status: 'failed' }),
    );
    const { queue, message } = await queuedBy(transfer('complete-transfer', tenantId));
    expect(queue).toBe('azure-events');
    expect(message).toMatchObject({
      type: 'azure-onboarding.step-completed',
      transferstatus: 'complete',
      data: {
        partnerId: 'contoso',
        customer: { tenantId },
        subscriptionId: 'this',
        step: 'confirm-transfer',
      },
    });
  });

  it('fails the onboarding if it fails', async () => {
    const tenantId = await caseOf(onboarding('this'));
    const { queue, message } = await queuedBy(transfer('fail-transfer', tenantId));
    expect(queue).toBe('azure-events');
    expect(message).toMatchObject({
      type: 'azure-onboarding.failed',
      data: { subscriptionId: 'this', reason: 'other' },
    });
  });

  it('is refused if no switch is under way, or more than one', async () => {
    const none = await caseOf(onboarding('done', { status: 'done' }));
    expect(await queuedBy(transfer('complete-transfer', none))).toMatchObject(
      refusal('no-transfer-under-way'),
    );
    expect(await queuedBy(transfer('fail-transfer', randomUUID()))).toMatchObject(
      refusal('no-transfer-under-way'),
    );
    const several = await caseOf(onboarding('one'), onboarding('two'));
    expect(await queuedBy(transfer('complete-transfer', several))).toMatchObject(
      refusal('several-transfers-under-way'),
    );
  });

  it('is matched in a case of many pages; a repeat is ignored once the case has processed it', async () => {
    const many = Array.from({ length: 300 }, (_, index) => onboarding(`s-${index}`, { status: 'done' }));
    const tenantId = await caseOf(...many, onboarding('this'));
    const body = transfer('complete-transfer', tenantId);
    const { message } = await queuedBy(body);
    expect(message.data).toMatchObject({ subscriptionId: 'this' });
    const known = eventKey({ source: String(message.source), id: message.id });
    const key = { partnerId: 'contoso', tenantId };
    await writeSubscriptions(webhook.store.table, key, [], [known]);
    webhook.queued.length = 0;
    expect(await webhook.deliver(body)).toMatchObject({ status: 200, body: { result: 'ignored' } });
    const others = Array.from({ length: 120 }, (_, index) => `other-${index}`);
    await writeSubscriptions(webhook.store.table, key, [], others);
    expect(await webhook.deliver(body)).toMatchObject({ status: 200, body: { result: 'ignored' } });
    expect(webhook.queued).toEqual([]);
  });
});

describe('limits and failures', () => {
  it('a decoded body over 64 KiB gets 413 before the signature is checked', async () => {
    const most = Buffer.alloc(64 * 1024, ' ');
    expect((await webhook.deliver(most, { base64: true })).status).toBe(200);
    webhook.host.asked.length = 0;
    const larger = Buffer.alloc(64 * 1024 + 1, ' ');
    for (const base64 of [true, false])
      expect(await webhook.post(larger, {}, { base64 })).toMatchObject({
        status: 413,
        body: { code: 'too-large' },
      });
    expect(webhook.host.asked).toEqual([]);
  });

  it('a queue that fails leads to 503, for events and refusals, and Partner Center sends it again', async () => {
    const body = notification('dap-admin-relationship-approved');
    webhook.takeDown('relationship-events');
    expect((await webhook.deliver(body)).status).toBe(503);
    webhook.takeDown('outcomes');
    expect((await webhook.deliver({ ...body, AuditUri: null })).status).toBe(503);
    webhook.takeDown(null);
    expect((await webhook.deliver(body)).status).toBe(200);
  });

  it('a table that fails leads to an error, and Partner Center sends it again', async () => {
    webhook.store.faults.dynamodb({ errorType: 'InternalServerError', times: 100 });
    await expect(webhook.deliver(notification('dap-admin-relationship-approved'))).rejects.toThrow();
    webhook.store.faults.clear();
    expect(webhook.queued).toEqual([]);
  });
});
