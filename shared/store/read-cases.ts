import { type Case, type CaseKey, emptyCase, type Partner } from '../case/case.ts';
import type { Subscription } from '../case/subscription.ts';
import type { Loaded } from '../process/fold.ts';
import { type Buckets, bucketOf, isCrowded } from './buckets.ts';
import { type Head, headKey, headOf, type Layout } from './head.ts';
import type { Marks } from './mark-pages.ts';
import { PageGone, pageIn, pageKey, partitionOf, sweepable } from './pages.ts';
import { partnerIn, partnerItemKey } from './partner-store.ts';
import { SUBSCRIPTIONS_A_PAGE } from './subscription-pages.ts';
import { type Item, type ItemKey, nameOf, type Table } from './table.ts';

/** What of a case will be needed: the subscriptions and events that messages name. */
export interface Wanted extends CaseKey {
  readonly subscriptionIds: readonly string[];
  readonly eventKeys: readonly string[];
}

/** A case as it was read, with what is needed to write it again. */
export interface StoredCase {
  readonly case: Case;
  readonly loaded: Loaded;
  readonly version: number;
  /** When it is to be looked at again because of time, in epoch milliseconds. */
  readonly dueAt: number | null;
  readonly layout: Layout;
  /** For events of {@link Wanted} that sealed pages hold: the page their entry ends in. */
  readonly places: ReadonlyMap<string, string>;
}

/** What was read in one go. */
export interface ReadCases {
  readonly partners: ReadonlyMap<string, Partner | null>;
  /** By {@link caseName}. */
  readonly cases: ReadonlyMap<string, StoredCase>;
}

/** One text for a case's key, to group by. */
export function caseName({ partnerId, tenantId }: CaseKey): string {
  return `${partnerId}#${tenantId}`;
}

const NO_LAYOUT: Layout = { subscriptions: null, marks: null, older: null, erasedIn: null };
const READ_ATTEMPTS = 4;

/**
 * Reads cases and their partners: one request for all that are small, one more for the pages of large ones.
 * @throws StoreBusy, PageGone when other writers were always quicker
 */
export async function readCases(table: Table, wanted: readonly Wanted[]): Promise<ReadCases> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await readOnce(table, wanted);
    } catch (error) {
      if (!(error instanceof PageGone) || attempt === READ_ATTEMPTS) throw error;
    }
  }
}

/**
 * Reads a case with all its subscriptions.
 * @param sweep is given the pages that dead writers left, to clear them away; only those who may write give one
 */
export async function readWholeCase(
  table: Table,
  wanted: Wanted,
  { sweep }: { readonly sweep?: (leftovers: readonly ItemKey[]) => Promise<void> } = {},
): Promise<StoredCase> {
  for (let attempt = 1; ; attempt++) {
    const { cases } = await readCases(table, [{ ...wanted, subscriptionIds: [] }]);
    const stored = cases.get(caseName(wanted));
    if (!stored) throw new PageGone('SUBS');
    const buckets = stored.layout.subscriptions;
    if (!buckets) return stored;
    const items = await table.all(partitionOf(wanted), 'SUBS#');
    try {
      const subscriptions = subscriptionsIn(byName(items), wanted, buckets.pages);
      const leftovers = sweep ? sweepable(items, 'SUBS', new Set(buckets.pages), stored.version) : [];
      // Left over once more they cost only space; what is read must not fail for it.
      if (leftovers.length > 0) await sweep?.(leftovers).catch(() => undefined);
      return {
        ...stored,
        case: { ...stored.case, subscriptions },
        loaded: { ...stored.loaded, otherSubscriptions: 0 },
      };
    } catch (error) {
      if (!(error instanceof PageGone) || attempt === READ_ATTEMPTS) throw error;
    }
  }
}

async function readOnce(table: Table, wanted: readonly Wanted[]): Promise<ReadCases> {
  const partnerIds = [...new Set(wanted.map(({ partnerId }) => partnerId))];
  const items = await table.get([...partnerIds.map(partnerItemKey), ...wanted.map(headKey)]);
  const heads = wanted.map((one) => {
    const { pk, sk } = headKey(one);
    return { one, head: headOf(items.get(nameOf(pk, sk))) };
  });
  const keys = heads.flatMap(({ one, head }) => pagesWanted(one, head));
  const pages = keys.length > 0 ? await table.get(keys) : new Map<string, Item>();
  return {
    partners: new Map(partnerIds.map((id) => [id, partnerIn(items, id)])),
    cases: new Map(heads.map(({ one, head }) => [caseName(one), assemble(one, head, pages)])),
  };
}

function pagesWanted(wanted: Wanted, { body }: Head): ItemKey[] {
  return [
    ...refsOf(body?.subscriptions ?? null, wanted.subscriptionIds, SUBSCRIPTIONS_A_PAGE).map((ref) =>
      pageKey(wanted, 'SUBS', ref),
    ),
    ...refsOf(body?.marks ?? null, wanted.eventKeys).map((ref) => pageKey(wanted, 'MARK', ref)),
  ];
}

/** The pages that may hold these keys; all of them when they are crowded and the next write shall spread them. */
export function refsOf(
  buckets: Buckets | null,
  keys: readonly string[],
  size = Number.POSITIVE_INFINITY,
): string[] {
  if (!buckets) return [];
  if (keys.length > 0 && isCrowded(buckets, size)) return buckets.pages.filter((ref) => ref !== '');
  const refs = keys.map((key) => buckets.pages[bucketOf(key, buckets.depth)] ?? '');
  return [...new Set(refs)].filter((ref) => ref !== '');
}

function assemble(
  wanted: Wanted,
  { version, body, dueAt }: Head,
  pages: ReadonlyMap<string, Item>,
): StoredCase {
  const { partnerId, tenantId } = wanted;
  if (!body) {
    const loaded = { otherSubscriptions: 0, sealed: new Set<string>() };
    return { case: emptyCase(wanted), loaded, version, dueAt, layout: NO_LAYOUT, places: new Map() };
  }
  const buckets = body.subscriptions;
  const subscriptions = buckets
    ? subscriptionsIn(pages, wanted, refsOf(buckets, wanted.subscriptionIds, SUBSCRIPTIONS_A_PAGE))
    : new Map(body.inline.map((subscription) => [subscription.id, subscription]));
  const known = marksIn(pages, wanted, refsOf(body.marks, wanted.eventKeys));
  const places = new Map(
    wanted.eventKeys.flatMap((key) => {
      const mark = known.get(key);
      return mark ? [[key, mark[0]] as const] : [];
    }),
  );
  return {
    // Heads from before there were erasures, or they were counted, say nothing of them.
    case: {
      partnerId,
      tenantId,
      ...body.case,
      erasedAt: body.case.erasedAt ?? null,
      life: body.case.life ?? 0,
      subscriptions,
      recent: body.recent,
    },
    loaded: {
      otherSubscriptions: buckets ? buckets.count - subscriptions.size : 0,
      sealed: new Set(places.keys()),
    },
    version,
    dueAt,
    layout: {
      subscriptions: buckets,
      marks: body.marks,
      older: body.older,
      erasedIn: body.erasedIn ?? null,
    },
    places,
  };
}

function subscriptionsIn(
  pages: ReadonlyMap<string, Item>,
  of: CaseKey,
  refs: readonly string[],
): Map<string, Subscription> {
  const found = refs
    .filter((ref) => ref !== '')
    .flatMap((ref) => pageIn<Subscription[]>(pages, pageKey(of, 'SUBS', ref), 'SUBS'));
  return new Map(found.map((subscription) => [subscription.id, subscription]));
}

/** The marks in pages. @throws PageGone */
export function marksIn(pages: ReadonlyMap<string, Item>, of: CaseKey, refs: readonly string[]) {
  return new Map(
    refs.flatMap((ref) => Object.entries(pageIn<Marks>(pages, pageKey(of, 'MARK', ref), 'MARK'))),
  );
}

function byName(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [nameOf(item.pk?.S ?? '', item.sk?.S ?? ''), item]));
}
