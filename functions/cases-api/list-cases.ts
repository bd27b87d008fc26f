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
 * Lists a partner's customers (contract §6), by the status of their relationship, the last change first.
 * @param parameters `partnerId`, and `relationship`, `limit` (1 to 100, default 50) and `cursor` as a caller sent them
 * @throws HttpProblem 400 with the faults
 */
export async function listCases(parameters: Readonly<Record<string, string | undefined>>, table: Table) {
  const parsed = z.safeParse(query, parameters);
  if (!parsed.success) {
    const faults = faultsOf(parsed.error.issues);
    throw new HttpProblem({ status: 400, code: 'invalid-query', title: 'This list cannot be given', faults });
  }
  const { partnerId: partner, relationship, limit = '50', cursor } = parsed.data;
  const prefix = relationship ? `${relationship}#` : '';
  const page = await table.queryIndex(
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
    const fields = parseHead(heads.get(itemName(pk, sk))).body?.case;
    if (!fields) return [];
    const { status, changedAt } = fields.relationship;
    const { name = null } = fields.customer ?? {};
    return [{ tenantId: key.tenantId, name, relationship: status, subscriptions: fields.counts, changedAt }];
  });
  return { items, cursor: page.next ? toCursor(page.next) : null };
}

/** The cursor of the next page: the last key of this page, as opaque text. */
function toCursor({ pk, listOrder }: Item): string {
  return Buffer.from(JSON.stringify([text(pk), text(listOrder)])).toString('base64url');
}

/** @throws HttpProblem 400 for an invalid cursor, or a cursor of another list: another partner, or other statuses */
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
  const caseKey = caseKeyOf({ pk });
  if (caseKey?.partnerId !== partner) throw new HttpProblem(wrong);
  // DynamoDB refuses a start key outside of the queried range.
  if (
    !/^[a-z-]{1,40}#[\w:.-]{0,40}#[\w-]{1,40}$/.test(listOrder) ||
    !listOrder.startsWith(prefix) ||
    !listOrder.endsWith(`#${caseKey.tenantId}`)
  )
    throw new HttpProblem(wrong);
  const sk = { S: 'HEAD' };
  return { pk: { S: pk }, sk, listPartition: { S: listPartition(partner) }, listOrder: { S: listOrder } };
}
