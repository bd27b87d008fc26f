import type { Partner } from '../case/case.ts';
import type { KnownEvent } from '../events/catalogue.ts';
import { decode, encode } from './codec.ts';
import { type Item, type ItemKey, nameOf, type Table } from './table.ts';

/** Where a partner is kept. */
export function partnerItemKey(partnerId: string): ItemKey {
  return { pk: `PARTNER#${partnerId}`, sk: 'PARTNER' };
}

/** Registers a partner or updates it; the newest `time` wins, and a repeat changes nothing. */
export async function registerPartner(table: Table, event: KnownEvent<'partner.registered'>): Promise<void> {
  const { pk, sk } = partnerItemKey(event.data.partnerId);
  const partner: Partner = { ...event.data, registeredAt: event.time };
  await table.putIf(
    {
      pk: { S: pk },
      sk: { S: sk },
      // Without its Z an instant sorts as text as it does in time.
      registeredAt: { S: event.time.slice(0, -1) },
      body: { B: encode(partner) },
    },
    {
      ConditionExpression: 'attribute_not_exists(pk) OR registeredAt <= :at',
      ExpressionAttributeValues: { ':at': { S: event.time.slice(0, -1) } },
    },
  );
}

/** The partner among items that {@link Table.get} found, if it is there. */
export function partnerIn(items: ReadonlyMap<string, Item>, partnerId: string): Partner | null {
  const { pk, sk } = partnerItemKey(partnerId);
  const body = items.get(nameOf(pk, sk))?.body?.B;
  return body ? decode<Partner>(body) : null;
}
