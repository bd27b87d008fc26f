import type { Partner } from '../case/case.ts';
import type { KnownEvent } from '../events/catalogue.ts';
import type { Instant } from '../events/instant.ts';
import { decode, encode, type Item, type ItemKey, itemName, type Table, text } from './table.ts';

/** The key of a partner's item. */
export function partnerItemKey(partnerId: string): ItemKey {
  return { pk: `PARTNER#${partnerId}`, sk: 'PARTNER' };
}

/** The key of the item with the partner that last registered a Microsoft tenant (a GUID in lower case). */
function tenantItemKey(tenantId: string): ItemKey {
  return { pk: `MSTENANT#${tenantId}`, sk: 'PARTNER' };
}

/**
 * Registers or updates a partner. The newest `time` wins; a repeat changes nothing. One write, and a second one for a partner
 * with a Microsoft tenant.
 */
export async function registerPartner(table: Table, event: KnownEvent<'partner.registered'>): Promise<void> {
  const { partnerId, microsoft } = event.data;
  const partner: Partner = { ...event.data, registeredAt: event.time };
  const isNewest = await putNewest(table, partnerItemKey(partnerId), event.time, {
    body: { B: encode(partner) },
  });
  // A repeat after a crash between the two writes comes here again, because an equal time counts as newest.
  if (isNewest && microsoft)
    await putNewest(table, tenantItemKey(microsoft.tenantId), event.time, { partnerId: { S: partnerId } });
}

/**
 * Finds the partner of a Microsoft tenant, in two reads: the partner that registered it last, if it still has it.
 * @param tenantId a GUID in lower case
 */
export async function findPartnerByTenant(table: Table, tenantId: string): Promise<Partner | null> {
  const { pk, sk } = tenantItemKey(tenantId);
  const partnerId = text((await table.get([{ pk, sk }])).get(itemName(pk, sk))?.partnerId);
  if (partnerId === '') return null;
  const partner = partnerIn(await table.get([partnerItemKey(partnerId)]), partnerId);
  return partner?.microsoft?.tenantId === tenantId ? partner : null;
}

/** Writes an item unless a newer one is stored. @returns whether it was written */
function putNewest(table: Table, { pk, sk }: ItemKey, time: Instant, parts: Item): Promise<boolean> {
  // Without its Z, an instant sorts as text in order of time.
  const at = { S: time.slice(0, -1) };
  return table.putIf(
    { pk: { S: pk }, sk: { S: sk }, registeredAt: at, ...parts },
    {
      ConditionExpression: 'attribute_not_exists(pk) OR registeredAt <= :at',
      ExpressionAttributeValues: { ':at': at },
    },
  );
}

/** The partner among the items of {@link Table.get}. */
export function partnerIn(items: ReadonlyMap<string, Item>, partnerId: string): Partner | null {
  const { pk, sk } = partnerItemKey(partnerId);
  const body = items.get(itemName(pk, sk))?.body?.B;
  return body ? decode<Partner>(body) : null;
}
