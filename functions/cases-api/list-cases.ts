import * as z from 'zod/mini';
import { RELATIONSHIP_STATUSES } from '../../shared/case/relationship.ts';
import { faultsOf } from '../../shared/events/faults.ts';
import { partnerId } from '../../shared/events/fields.ts';
import { HttpProblem } from '../../shared/runtime/http.ts';
import { headKey, parseHead } from '../../shared/store/case-store.ts';
import { caseKeyOf, listPartition } from '../../shared/store/indexes.ts';
import { type Item, itemName, type Table, text } from '../../shared/store/table.ts';

const query = z.object({
  partnerId: partnerId(),
  relationship: z.optional(z.enum(RELATIONSHIP_STATUSES)),
  limit: z.optional(z.string().check(z.regex(/^([1-9]\d?|100)$/, 'must be a number from 1 to 100'))),
  cursor: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,1024}$/, 'must be a cursor of this list'))),
});

const INDEX = { name: 'customers', partition: 'listPartition', sort: 'listOrder' } as const;

/**
 * Lists a partner's customers (contract §6), those whose relationship changed last first within each status.
 * @param given `partnerId`, and `relationship`, `limit` (1 to 100, default 50) and `cursor` as a caller sent them
 * @throws HttpProblem 400 naming what is wrong
 */
export async function listCases(given: Readonly<Record<string, string | undefined>>, table: Table) {
  const parsed = z.safeParse(query, given);
  if (!parsed.success) {
    const faults = faultsOf(parsed.error.issues);
    throw new HttpProblem({ status: 400, code: 'invalid-query', title: 'This list cannot be given', faults });
  }
  const { partnerId: partner, relationship, limit = '50', cursor } = parsed.data;
  const prefix = relationship ? `${relationship}#` : '';
  const page = await table.keys(
    INDEX,
    listPartition(partner),
    { prefix },
    {
      limit: Number(limit),
      from: cursor === undefined ? undefined : fromCursor(cursor, partner, prefix),
      newestFirst: true,
    },
  );
  const keys = page.items.flatMap((item) => caseKeyOf({ pk: text(item.pk) }) ?? []);
  const heads = await table.get(keys.map(headKey));
  const items = keys.flatMap((key) => {
    const { pk, sk } = headKey(key);
    const of = parseHead(heads.get(itemName(pk, sk))).body?.case;
    if (!of) return [];
    const { status, changedAt } = of.relationship;
    const { name = null } = of.customer ?? {};
    return [{ tenantId: key.tenantId, name, relationship: status, subscriptions: of.counts, changedAt }];
  });
  return { items, cursor: page.next ? toCursor(page.next) : null };
}

/** Where the list goes on: the last key of the page, as one opaque text. */
function toCursor({ pk, listOrder }: Item): string {
  return Buffer.from(JSON.stringify([text(pk), text(listOrder)])).toString('base64url');
}

/** @throws HttpProblem 400 for a cursor that is none, or of another list: another partner's, or of other statuses */
function fromCursor(cursor: string, partner: string, prefix: string): Item {
  const wrong = { status: 400, code: 'invalid-cursor', title: 'This is no cursor of this list' };
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw new HttpProblem(wrong);
  }
  const [pk, listOrder] = Array.isArray(parts) ? parts : [];
  if (typeof pk !== 'string' || typeof listOrder !== 'string') throw new HttpProblem(wrong);
  const of = caseKeyOf({ pk });
  if (of?.partnerId !== partner) throw new HttpProblem(wrong);
  // DynamoDB refuses to begin where the list asked for does not reach.
  if (!listOrder.startsWith(prefix) || !listOrder.endsWith(`#${of.tenantId}`)) throw new HttpProblem(wrong);
  const sk = { S: 'HEAD' };
  return { pk: { S: pk }, sk, listPartition: { S: listPartition(partner) }, listOrder: { S: listOrder } };
}
