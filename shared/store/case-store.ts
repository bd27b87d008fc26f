import { type Case, type CaseKey, emptyCase, type Partner } from '../case/case.ts';
import type { Subscription } from '../case/subscription.ts';
import type { TimelineEntry } from '../case/timeline.ts';
import type { LoadedParts } from '../process/fold-case.ts';
import {
  type Buckets,
  bucketOf,
  EVENTS_PER_INDEX_PAGE,
  type EventIndexPage,
  isCrowded,
  layOutEventIndex,
  layOutSubscriptions,
  orphanPages,
  PageReplaced,
  PageWriter,
  pageIn,
  pageKey,
  partitionOf,
  type StoredTimelinePage,
  SUBSCRIPTIONS_PER_PAGE,
  sealTimeline,
  type TimelinePage,
} from './case-pages.ts';
import { dueKeys, listKeys } from './indexes.ts';
import { partnerIn, partnerItemKey } from './partner-store.ts';
import {
  type CaseFields,
  fromStoredCase,
  fromStoredEntry,
  fromStoredSubscription,
  type StoredCaseFields,
  type StoredEntry,
  type StoredSubscription,
  toStoredCase,
  toStoredEntry,
  toStoredSubscription,
} from './stored-names.ts';
import { decode, encode, type Item, type ItemKey, itemName, type Table, text } from './table.ts';

/** Where the parts of a case are that are not in its head. */
export interface Layout {
  /** Pages of subscriptions; `null` while they are in the head. */
  readonly subscriptions: Buckets | null;
  /** Pages that tell, for each event in the older timeline, the page it is in; `null` while there is none. */
  readonly eventIndex: Buckets | null;
  /** The newest page of the older timeline; each names the one before it. */
  readonly older: string | null;
  /** The version of the head in which the customer was erased last: pages of before may hold personal data. */
  readonly erasedIn: number | null;
}

/** The head's body: the case, with as many of its parts as are kept here. */
export interface HeadBody extends Layout {
  readonly case: CaseFields;
  readonly inline: readonly Subscription[];
  readonly recent: readonly TimelineEntry[];
}

/** {@link HeadBody} under its stored names. Heads from before there were erasures have no `erasedIn`. */
interface StoredHeadBody extends Omit<HeadBody, 'case' | 'inline' | 'recent' | 'eventIndex' | 'erasedIn'> {
  readonly case: StoredCaseFields;
  readonly inline: readonly StoredSubscription[];
  readonly recent: readonly StoredEntry[];
  readonly marks: Buckets | null;
  readonly erasedIn?: number | null;
}

export interface Head {
  /** Rises by one with every write; 0 for a case that was never written. */
  readonly version: number;
  readonly body: HeadBody | null;
  /** When time brings about something for the case next, in epoch milliseconds. */
  readonly dueAt: number | null;
}

/** Where the head of a case is kept. */
export function headKey(of: CaseKey): ItemKey {
  return { pk: partitionOf(of), sk: 'HEAD' };
}

/** Reads a head item; without one the case is new. */
export function headOf(item: Item | undefined): Head {
  if (!item?.body?.B) return { version: 0, body: null, dueAt: null };
  const dueAt = item.dueAt?.S ? Date.parse(item.dueAt.S) : null;
  return { version: Number(item.version?.N), body: fromStored(decode<StoredHeadBody>(item.body.B)), dueAt };
}

function fromStored({
  case: fields,
  inline,
  recent,
  marks,
  erasedIn = null,
  ...rest
}: StoredHeadBody): HeadBody {
  return {
    ...rest,
    case: fromStoredCase(fields),
    inline: inline.map(fromStoredSubscription),
    recent: recent.map(fromStoredEntry),
    eventIndex: marks,
    erasedIn,
  };
}

function toStored({ case: fields, inline, recent, eventIndex, ...rest }: HeadBody): StoredHeadBody {
  return {
    ...rest,
    case: toStoredCase(fields),
    inline: inline.map(toStoredSubscription),
    recent: recent.map(toStoredEntry),
    marks: eventIndex,
  };
}

/**
 * How an attempt to write a head ended. `overtaken`: others wrote more than once since, so that nobody can tell whether
 * this attempt was one of those.
 */
export type HeadWrite = 'written' | 'lost' | 'overtaken';

/**
 * Writes the head if it still has the version it was read with: the commit.
 *
 * When a write's answer is lost on its way, the SDK sends it again, and the condition then fails for what we wrote
 * ourselves. So a head carries its attempt's mark, and is read back before the attempt is given up.
 * @param index.attemptId tells this attempt from any other
 * @param index.dueAt when the case is to be looked at again because of time, in epoch milliseconds
 */
export async function writeHead(
  table: Table,
  of: CaseKey,
  read: number,
  body: HeadBody,
  { attemptId, dueAt }: { readonly attemptId: string; readonly dueAt: number | null },
): Promise<HeadWrite> {
  const key = headKey(of);
  const item = {
    pk: { S: key.pk },
    sk: { S: key.sk },
    version: { N: String(read + 1) },
    mark: { S: attemptId },
    body: { B: encode(toStored(body)) },
    ...listKeys(of, body.case.relationship),
    ...(dueAt !== null && dueKeys(of, dueAt)),
  };
  const held =
    read === 0
      ? await table.putIf(item, { ConditionExpression: 'attribute_not_exists(pk)' })
      : await table.putIf(item, {
          ConditionExpression: '#version = :read',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':read': { N: String(read) } },
        });
  if (held) return 'written';
  const there = (await table.get([key])).get(itemName(key.pk, key.sk));
  if (text(there?.mark) === attemptId) return 'written';
  return Number(there?.version?.N) === read + 1 ? 'lost' : 'overtaken';
}

/** What of a case will be needed: the subscriptions and events that messages name. */
export interface CaseQuery extends CaseKey {
  readonly subscriptionIds: readonly string[];
  readonly eventKeys: readonly string[];
}

/** A case as it was read, with what is needed to write it again. */
export interface StoredCase {
  readonly case: Case;
  readonly loaded: LoadedParts;
  readonly version: number;
  /** When it is to be looked at again because of time, in epoch milliseconds. */
  readonly dueAt: number | null;
  readonly layout: Layout;
  /** For events of {@link CaseQuery} that sealed pages hold: the page their entry ends in. */
  readonly places: ReadonlyMap<string, string>;
}

/** What was read in one go. */
export interface CasesRead {
  readonly partners: ReadonlyMap<string, Partner | null>;
  /** By {@link caseId}. */
  readonly cases: ReadonlyMap<string, StoredCase>;
}

/** One text for a case's key, to group by. */
export function caseId({ partnerId, tenantId }: CaseKey): string {
  return `${partnerId}#${tenantId}`;
}

const NO_LAYOUT: Layout = { subscriptions: null, eventIndex: null, older: null, erasedIn: null };
const READ_ATTEMPTS = 4;

/**
 * Reads cases and their partners: one request for all that are small, one more for the pages of large ones.
 * @throws StoreBusy, PageGone when other writers were always quicker
 */
export async function readCases(table: Table, wanted: readonly CaseQuery[]): Promise<CasesRead> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await readOnce(table, wanted);
    } catch (error) {
      if (!(error instanceof PageReplaced) || attempt === READ_ATTEMPTS) throw error;
    }
  }
}

/**
 * Reads a case with all its subscriptions.
 * @param sweep is given the pages that dead writers left, to clear them away; only those who may write give one
 */
export async function readWholeCase(
  table: Table,
  wanted: CaseQuery,
  { sweep }: { readonly sweep?: (leftovers: readonly ItemKey[]) => Promise<void> } = {},
): Promise<StoredCase> {
  for (let attempt = 1; ; attempt++) {
    const { cases } = await readCases(table, [{ ...wanted, subscriptionIds: [] }]);
    const stored = cases.get(caseId(wanted));
    if (!stored) throw new PageReplaced('SUBS');
    const buckets = stored.layout.subscriptions;
    if (!buckets) return stored;
    const items = await table.all(partitionOf(wanted), 'SUBS#');
    try {
      const subscriptions = subscriptionsIn(byName(items), wanted, buckets.pages);
      const leftovers = sweep ? orphanPages(items, 'SUBS', new Set(buckets.pages), stored.version) : [];
      // Left over once more they cost only space; what is read must not fail for it.
      if (leftovers.length > 0) await sweep?.(leftovers).catch(() => undefined);
      return {
        ...stored,
        case: { ...stored.case, subscriptions },
        loaded: { ...stored.loaded, otherSubscriptions: 0 },
      };
    } catch (error) {
      if (!(error instanceof PageReplaced) || attempt === READ_ATTEMPTS) throw error;
    }
  }
}

async function readOnce(table: Table, wanted: readonly CaseQuery[]): Promise<CasesRead> {
  const partnerIds = [...new Set(wanted.map(({ partnerId }) => partnerId))];
  const items = await table.get([...partnerIds.map(partnerItemKey), ...wanted.map(headKey)]);
  const heads = wanted.map((one) => {
    const { pk, sk } = headKey(one);
    return { one, head: headOf(items.get(itemName(pk, sk))) };
  });
  const keys = heads.flatMap(({ one, head }) => pagesWanted(one, head));
  const pages = keys.length > 0 ? await table.get(keys) : new Map<string, Item>();
  return {
    partners: new Map(partnerIds.map((id) => [id, partnerIn(items, id)])),
    cases: new Map(heads.map(({ one, head }) => [caseId(one), assemble(one, head, pages)])),
  };
}

function pagesWanted(wanted: CaseQuery, { body }: Head): ItemKey[] {
  return [
    ...refsOf(body?.subscriptions ?? null, wanted.subscriptionIds, SUBSCRIPTIONS_PER_PAGE).map((ref) =>
      pageKey(wanted, 'SUBS', ref),
    ),
    ...refsOf(body?.eventIndex ?? null, wanted.eventKeys).map((ref) => pageKey(wanted, 'MARK', ref)),
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
  wanted: CaseQuery,
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
    ? subscriptionsIn(pages, wanted, refsOf(buckets, wanted.subscriptionIds, SUBSCRIPTIONS_PER_PAGE))
    : new Map(body.inline.map((subscription) => [subscription.id, subscription]));
  const known = indexEntriesIn(pages, wanted, refsOf(body.eventIndex, wanted.eventKeys));
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
      eventIndex: body.eventIndex,
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
    .flatMap((ref) => pageIn<StoredSubscription[]>(pages, pageKey(of, 'SUBS', ref), 'SUBS'))
    .map(fromStoredSubscription);
  return new Map(found.map((subscription) => [subscription.id, subscription]));
}

/** The marks in pages. @throws PageGone */
export function indexEntriesIn(pages: ReadonlyMap<string, Item>, of: CaseKey, refs: readonly string[]) {
  return new Map(
    refs.flatMap((ref) => Object.entries(pageIn<EventIndexPage>(pages, pageKey(of, 'MARK', ref), 'MARK'))),
  );
}

function byName(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [itemName(item.pk?.S ?? '', item.sk?.S ?? ''), item]));
}

/** The entries of events that sealed pages hold, whole again, for sending their effects once more. */
export async function readSealedEntries(
  table: Table,
  stored: StoredCase,
  keys: readonly string[],
): Promise<TimelineEntry[]> {
  const entries: TimelineEntry[] = [];
  for (const key of keys) {
    let parts: TimelineEntry[] = [];
    let ref: string | null = stored.places.get(key) ?? null;
    while (ref) {
      const page: TimelinePage = await readTimelinePage(table, stored.case, ref);
      const here = page.entries.filter((entry) => entry.key === key);
      if (here.length === 0) break;
      parts = [...here, ...parts];
      ref = page.before;
    }
    const [first] = parts;
    if (first) entries.push({ ...first, decisions: parts.flatMap((part) => part.decisions) });
  }
  return entries;
}

/**
 * What time brought about at or after an instant, as it was recorded before this reading: from the head and, where that does
 * not reach back far enough, from sealed pages.
 */
export async function readTimePassedSince(
  table: Table,
  stored: StoredCase,
  at: string,
): Promise<TimelineEntry[]> {
  let entries = [...stored.case.recent];
  let ref = stored.layout.older;
  while (ref && (entries[0]?.recordedAt ?? at) >= at) {
    const page = await readTimelinePage(table, stored.case, ref);
    entries = [...page.entries, ...entries];
    ref = page.before;
  }
  return entries.filter((entry) => entry.type === 'time.passed' && entry.at >= at);
}

/** One sealed page of the older timeline. @throws PageGone for a reference that does not exist */
export async function readTimelinePage(table: Table, of: CaseKey, ref: string): Promise<TimelinePage> {
  const key = pageKey(of, 'TIME', ref);
  const { entries, before } = pageIn<StoredTimelinePage>(await table.get([key]), key, 'TIME');
  return { entries: entries.map(fromStoredEntry), before };
}

/**
 * Writes a case if nobody wrote it since it was read: pages first, under new keys, then the head, which is the commit.
 * @param attempt.attemptId tells this attempt from any other (random)
 * @param attempt.dueAt when time brings about something next, in epoch milliseconds
 * @returns whether it was written; if not, read and fold again
 */
export async function writeCase(
  table: Table,
  stored: StoredCase,
  next: Case,
  written: ReadonlySet<string>,
  {
    now,
    attemptId,
    dueAt,
  }: { readonly now: number; readonly attemptId: string; readonly dueAt: number | null },
): Promise<boolean> {
  const writer = new PageWriter(next, stored.version + 1, attemptId);
  const { otherSubscriptions } = stored.loaded;
  const isErasure = next.generation !== stored.case.generation;
  const erasedIn = isErasure ? stored.version + 1 : stored.layout.erasedIn;
  const { inline, subscriptions } = layOutSubscriptions(
    stored.layout.subscriptions,
    next.subscriptions,
    otherSubscriptions,
    written,
    writer,
    isErasure,
  );
  const { recent, older, places } = sealTimeline(next.recent, stored.layout.older, writer);
  const held = await indexEntriesFor(table, next, stored.layout.eventIndex, [...places.keys()]);
  if (!held) return false;
  const eventIndex = layOutEventIndex(stored.layout.eventIndex, held, places, now, writer);
  const { partnerId: _, tenantId: __, subscriptions: ___, recent: ____, ...rest } = next;
  const body: HeadBody = { case: rest, inline, recent, subscriptions, eventIndex, older, erasedIn };
  await writer.write(table);
  const end = await writeHead(table, next, stored.version, body, { attemptId, dueAt });
  // Overtaken, this attempt may have been written and built upon: its pages stay.
  if (end !== 'overtaken') await writer.clear(table, end === 'written');
  return end === 'written';
}

/** The marks of the pages that sealing will touch; `null` when another writer replaced one, so this attempt has lost. */
async function indexEntriesFor(
  table: Table,
  of: CaseKey,
  eventIndex: Buckets | null,
  keys: readonly string[],
): Promise<Map<string, readonly [string, number]> | null> {
  const refs = refsOf(eventIndex, keys, EVENTS_PER_INDEX_PAGE);
  const items = await table.get(refs.map((ref) => pageKey(of, 'MARK', ref)));
  try {
    return indexEntriesIn(items, of, refs);
  } catch (error) {
    if (error instanceof PageReplaced) return null;
    throw error;
  }
}
