import { type Case, type CaseKey, emptyCase, type Partner } from '../case/case.ts';
import type { Subscription } from '../case/subscription.ts';
import type { TimelineEntry } from '../case/timeline.ts';
import type { LoadedParts } from '../process/fold-case.ts';
import { type Answer, answerKey, parseAnswer } from './answer-store.ts';
import {
  type CaseLayout,
  orphanPages,
  PageReplaced,
  PageWriter,
  pageKey,
  pageRefs,
  partitionOf,
} from './case-pages.ts';
import { layOutEventIndex, parseIndexPages, readIndexEntries } from './event-index.ts';
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
import { layOutSubscriptions, parseSubscriptionPages, SUBSCRIPTIONS_PER_PAGE } from './subscription-pages.ts';
import { decode, encode, type Item, type ItemKey, itemName, type Table, text } from './table.ts';
import { sealTimeline } from './timeline-pages.ts';

/*
 * Reads and writes cases. A small case is one item, its head: one read, one write under a condition. The parts of a large
 * case that its head cannot hold are in pages beside it; case-pages.ts explains those.
 */

/** The parts of a case that a batch needs: the subscriptions and events its messages name. */
export interface CaseQuery extends CaseKey {
  readonly subscriptionIds: readonly string[];
  readonly eventKeys: readonly string[];
  /** An invitation whose answer is read as well. */
  readonly invitationId?: string;
}

/** A case as it was read, with what {@link writeCase} needs to write it again. */
export interface StoredCase {
  readonly case: Case;
  readonly loaded: LoadedParts;
  /** The version of the head; 0 for a case that was never written. */
  readonly version: number;
  /** When time changes something in the case next, in epoch milliseconds. */
  readonly dueAt: number | null;
  readonly layout: CaseLayout;
  /** For each event of the {@link CaseQuery} in the sealed timeline: the page in which its entry ends. */
  readonly sealedPages: ReadonlyMap<string, string>;
  /** The first answer to the invitation of the {@link CaseQuery}; `null` without one. */
  readonly answer: Answer | null;
}

/** The cases of a batch and their partners. */
export interface CasesRead {
  readonly partners: ReadonlyMap<string, Partner | null>;
  /** By {@link caseId}. */
  readonly cases: ReadonlyMap<string, StoredCase>;
}

/** A case's key as one text. */
export function caseId({ partnerId, tenantId }: CaseKey): string {
  return `${partnerId}#${tenantId}`;
}

const READ_ATTEMPTS = 4;

/**
 * Reads cases and their partners: one request for all heads, one more for the pages of large cases.
 * @throws TableBusy; PageReplaced when other writers were faster each time
 */
export function readCases(table: Table, queries: readonly CaseQuery[]): Promise<CasesRead> {
  return retryReplaced(() => readCasesOnce(table, queries));
}

/**
 * Reads a case with all its subscriptions.
 * @param deleteOrphans deletes pages that dead writers left; only functions that may write pass it
 * @throws TableBusy; PageReplaced when other writers were faster each time
 */
export function readWholeCase(
  table: Table,
  query: CaseQuery,
  { deleteOrphans }: { readonly deleteOrphans?: (orphans: readonly ItemKey[]) => Promise<void> } = {},
): Promise<StoredCase> {
  const withoutSubscriptions = { ...query, subscriptionIds: [] };
  return retryReplaced(async () => {
    const found = await table.get([headKey(query), ...answerKeys(query)]);
    const head = parseHead(itemOf(found, headKey(query)));
    const indexPages = await table.get(pagesToRead(withoutSubscriptions, head));
    const stored = assemble(withoutSubscriptions, head, found, indexPages);
    const buckets = stored.layout.subscriptions;
    if (!buckets) return stored;
    const items = await table.queryPartition(partitionOf(query), 'SUBS#');
    const pages = new Map(items.map((item) => [itemName(text(item.pk), text(item.sk)), item]));
    const subscriptions = parseSubscriptionPages(pages, query, buckets.pages);
    if (deleteOrphans) {
      const orphans = orphanPages(items, 'SUBS', new Set(buckets.pages), stored.version);
      // Orphans cost only space: the read must not fail for them.
      if (orphans.length > 0) await deleteOrphans(orphans).catch(() => undefined);
    }
    return {
      ...stored,
      case: { ...stored.case, subscriptions },
      loaded: { ...stored.loaded, otherSubscriptions: 0 },
    };
  });
}

/** Reads again when a page was replaced between the reads of head and page. */
async function retryReplaced<T>(read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof PageReplaced) || attempt === READ_ATTEMPTS) throw error;
    }
  }
}

async function readCasesOnce(table: Table, queries: readonly CaseQuery[]): Promise<CasesRead> {
  const partnerIds = [...new Set(queries.map(({ partnerId }) => partnerId))];
  const found = await table.get([
    ...partnerIds.map(partnerItemKey),
    ...queries.map(headKey),
    ...queries.flatMap(answerKeys),
  ]);
  const heads = queries.map((query) => ({ query, head: parseHead(itemOf(found, headKey(query))) }));
  const pages = await table.get(heads.flatMap(({ query, head }) => pagesToRead(query, head)));
  return {
    partners: new Map(partnerIds.map((id) => [id, partnerIn(found, id)])),
    cases: new Map(
      heads.map(({ query, head }) => [caseId(query), assemble(query, head, found, pages)] as const),
    ),
  };
}

function itemOf(items: ReadonlyMap<string, Item>, { pk, sk }: ItemKey): Item | undefined {
  return items.get(itemName(pk, sk));
}

function answerKeys({ invitationId }: CaseQuery): ItemKey[] {
  return invitationId ? [answerKey(invitationId)] : [];
}

function subscriptionRefs({ subscriptionIds }: CaseQuery, { subscriptions }: CaseLayout): string[] {
  return pageRefs(subscriptions, subscriptionIds, SUBSCRIPTIONS_PER_PAGE);
}

function pagesToRead(query: CaseQuery, { body }: Head): ItemKey[] {
  if (!body) return [];
  return [
    ...subscriptionRefs(query, body).map((ref) => pageKey(query, 'SUBS', ref)),
    ...pageRefs(body.eventIndex, query.eventKeys).map((ref) => pageKey(query, 'MARK', ref)),
  ];
}

/** Builds a case from its head, and the answers and pages that were read. @throws PageReplaced */
function assemble(
  query: CaseQuery,
  head: Head,
  found: ReadonlyMap<string, Item>,
  pages: ReadonlyMap<string, Item>,
): StoredCase {
  const { partnerId, tenantId, eventKeys } = query;
  const { version, body, dueAt } = head;
  const [answer = null] = answerKeys(query).map((key) => parseAnswer(itemOf(found, key)));
  if (!body) {
    return {
      case: emptyCase(query),
      loaded: { otherSubscriptions: 0, sealed: new Set() },
      version,
      dueAt,
      layout: { subscriptions: null, eventIndex: null, older: null, erasedIn: null },
      sealedPages: new Map(),
      answer,
    };
  }
  const { case: fields, inline, recent, ...layout } = body;
  const subscriptions = layout.subscriptions
    ? parseSubscriptionPages(pages, query, subscriptionRefs(query, layout))
    : new Map(inline.map((subscription) => [subscription.id, subscription]));
  const indexEntries = parseIndexPages(pages, query, pageRefs(layout.eventIndex, eventKeys));
  const sealedPages = new Map(
    eventKeys.flatMap((key) => {
      const [ref] = indexEntries.get(key) ?? [];
      return ref === undefined ? [] : [[key, ref] as const];
    }),
  );
  return {
    case: { partnerId, tenantId, ...fields, subscriptions, recent },
    loaded: {
      otherSubscriptions: layout.subscriptions ? layout.subscriptions.count - subscriptions.size : 0,
      sealed: new Set(sealedPages.keys()),
    },
    version,
    dueAt,
    layout,
    sealedPages,
    answer,
  };
}

/**
 * Writes a case, if no other writer wrote it since it was read: first the pages, under new keys, then the head, which is the
 * commit.
 * @param written ids of the subscriptions that changed
 * @param attempt.attemptId a random id, different for each attempt
 * @param attempt.dueAt when time changes something next, in epoch milliseconds
 * @returns whether it was written; if not, read and fold again
 */
export async function writeCase(
  table: Table,
  stored: StoredCase,
  next: Case,
  written: ReadonlySet<string>,
  attempt: { readonly now: number; readonly attemptId: string; readonly dueAt: number | null },
): Promise<boolean> {
  const { layout, version } = stored;
  const writer = new PageWriter(next, version + 1, attempt.attemptId);
  const isErasure = next.generation !== stored.case.generation;
  const { inline, subscriptions } = layOutSubscriptions(
    layout.subscriptions,
    next.subscriptions,
    stored.loaded.otherSubscriptions,
    written,
    writer,
    isErasure,
  );
  const { recent, older, sealedPages } = sealTimeline(next.recent, layout.older, writer);
  const indexEntries = await readIndexEntries(table, next, layout.eventIndex, [...sealedPages.keys()]);
  if (!indexEntries) return false;
  const eventIndex = layOutEventIndex(layout.eventIndex, indexEntries, sealedPages, attempt.now, writer);
  const { partnerId: _, tenantId: __, subscriptions: ___, recent: ____, ...fields } = next;
  const erasedIn = isErasure ? version + 1 : layout.erasedIn;
  await writer.write(table);
  const result = await writeHead(
    table,
    next,
    version,
    { case: fields, inline, recent, subscriptions, eventIndex, older, erasedIn },
    attempt,
  );
  // When overtaken, this attempt may have been written and built upon: its pages stay.
  if (result !== 'overtaken') await writer.clear(table, result === 'written');
  return result === 'written';
}

/** The item of a case that every write replaces. */
export interface Head {
  /** Rises by one with every write; 0 for a case that was never written. */
  readonly version: number;
  readonly body: HeadBody | null;
  /** When time changes something in the case next, in epoch milliseconds. */
  readonly dueAt: number | null;
}

/** The case, with the parts of it that the head holds, and where its other parts are. */
export interface HeadBody extends CaseLayout {
  readonly case: CaseFields;
  readonly inline: readonly Subscription[];
  readonly recent: readonly TimelineEntry[];
}

/** {@link HeadBody} under its stored names. Heads written before the product knew erasures have no `erasedIn`. */
interface StoredHeadBody extends Omit<HeadBody, 'case' | 'inline' | 'recent' | 'eventIndex' | 'erasedIn'> {
  readonly case: StoredCaseFields;
  readonly inline: readonly StoredSubscription[];
  readonly recent: readonly StoredEntry[];
  readonly marks: HeadBody['eventIndex'];
  readonly erasedIn?: number | null;
}

/** The key of a case's head. */
export function headKey(caseKey: CaseKey): ItemKey {
  return { pk: partitionOf(caseKey), sk: 'HEAD' };
}

/** Parses a head. Without an item, the case is new. */
export function parseHead(item: Item | undefined): Head {
  if (!item?.body?.B) return { version: 0, body: null, dueAt: null };
  const stored = decode<StoredHeadBody>(item.body.B);
  const { case: fields, inline, recent, marks, erasedIn = null, ...rest } = stored;
  return {
    version: Number(item.version?.N),
    dueAt: item.dueAt?.S ? Date.parse(item.dueAt.S) : null,
    body: {
      ...rest,
      case: fromStoredCase(fields),
      inline: inline.map(fromStoredSubscription),
      recent: recent.map(fromStoredEntry),
      eventIndex: marks,
      erasedIn,
    },
  };
}

function toStoredHead({ case: fields, inline, recent, eventIndex, ...rest }: HeadBody): StoredHeadBody {
  return {
    ...rest,
    case: toStoredCase(fields),
    inline: inline.map(toStoredSubscription),
    recent: recent.map(toStoredEntry),
    marks: eventIndex,
  };
}

/**
 * How an attempt to write a head ended. `overtaken`: others have written more than once since, so this attempt may or may
 * not have been one of those writes.
 */
type HeadWriteResult = 'written' | 'lost' | 'overtaken';

/**
 * Writes the head if it still has the version it was read with: the commit.
 *
 * When the response to a write is lost, the SDK sends the write again, and the condition fails because of our own write. So
 * a head carries the id of its attempt, and is read back before the attempt is given up.
 */
async function writeHead(
  table: Table,
  caseKey: CaseKey,
  readVersion: number,
  body: HeadBody,
  { attemptId, dueAt }: { readonly attemptId: string; readonly dueAt: number | null },
): Promise<HeadWriteResult> {
  const key = headKey(caseKey);
  const item = {
    pk: { S: key.pk },
    sk: { S: key.sk },
    version: { N: String(readVersion + 1) },
    mark: { S: attemptId },
    body: { B: encode(toStoredHead(body)) },
    ...listKeys(caseKey, body.case.relationship),
    ...(dueAt !== null && dueKeys(caseKey, dueAt)),
  };
  const unchanged =
    readVersion === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#version = :read',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':read': { N: String(readVersion) } },
        };
  if (await table.putIf(item, unchanged)) return 'written';
  const current = (await table.get([key])).get(itemName(key.pk, key.sk));
  if (text(current?.mark) === attemptId) return 'written';
  return Number(current?.version?.N) === readVersion + 1 ? 'lost' : 'overtaken';
}
