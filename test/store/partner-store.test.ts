import { afterEach, beforeEach, expect, test } from 'vitest';
import { findPartnerByTenant } from '../../shared/store/partner-store.ts';
import { registerTestPartner } from '../partner-center/register-partner.ts';
import { startTable } from './start-table.ts';

const TENANT = '60d5c4bb-f78a-4200-a002-953d7cc1f5f8';
const OTHER = 'b7d51f66-66a6-4e15-8244-e69bfd3344e2';

let store: Awaited<ReturnType<typeof startTable>>;
beforeEach(async () => {
  store = await startTable();
});
afterEach(() => store.close());

const found = async (tenantId = TENANT) => (await findPartnerByTenant(store.table, tenantId))?.partnerId;

test('a partner is found by its Microsoft tenant; its registration costs one more write', async () => {
  await registerTestPartner(store.table, 'contoso', null);
  expect(store.counters.snapshot().dynamodb).toEqual({ PutItem: 1 });
  expect(await found()).toBeUndefined();
  store.counters.reset();
  await registerTestPartner(store.table, 'contoso', TENANT);
  expect(store.counters.snapshot().dynamodb).toEqual({ PutItem: 2 });
  expect(await found()).toBe('contoso');
  expect(await found(OTHER)).toBeUndefined();
});

test('the newest registration of a tenant wins, in any order', async () => {
  await registerTestPartner(store.table, 'contoso', TENANT, '2026-02-01T00:00:00.0000002Z');
  await registerTestPartner(store.table, 'northwind', TENANT, '2026-02-01T00:00:00.0000001Z');
  expect(await found()).toBe('contoso');
  await registerTestPartner(store.table, 'northwind', TENANT, '2026-03-01T00:00:00Z');
  expect(await found()).toBe('northwind');
});

test('a former tenant of a partner is not found', async () => {
  await registerTestPartner(store.table, 'contoso', TENANT, '2026-02-01T00:00:00Z');
  await registerTestPartner(store.table, 'contoso', OTHER, '2026-03-01T00:00:00Z');
  expect([await found(TENANT), await found(OTHER)]).toEqual([undefined, 'contoso']);
  await registerTestPartner(store.table, 'contoso', TENANT, '2026-02-15T00:00:00Z');
  expect([await found(TENANT), await found(OTHER)]).toEqual([undefined, 'contoso']);
});

test('an outdated registration does not take over a tenant', async () => {
  await registerTestPartner(store.table, 'contoso', OTHER, '2026-03-01T00:00:00Z');
  await registerTestPartner(store.table, 'northwind', TENANT, '2026-02-01T00:00:00Z');
  await registerTestPartner(store.table, 'contoso', TENANT, '2026-02-15T00:00:00Z');
  expect(await found()).toBe('northwind');
});

test('a repeat completes a registration that ended between its two writes', async () => {
  await registerTestPartner(store.table, 'contoso', TENANT);
  await store.table.write([], [{ pk: `MSTENANT#${TENANT}`, sk: 'PARTNER' }]);
  expect(await found()).toBeUndefined();
  await registerTestPartner(store.table, 'contoso', TENANT);
  expect(await found()).toBe('contoso');
});
