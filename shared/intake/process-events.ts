import middy from '@middy/core';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { isOfEarlierGeneration } from '../case/erasure.ts';
import type { TimelineEntry } from '../case/timeline.ts';
import type { Extensions } from '../events/envelope.ts';
import { eventKey } from '../events/event-key.ts';
import { faultLine } from '../events/faults.ts';
import { compareInstants } from '../events/instant.ts';
import { parseEvent } from '../events/parse-event.ts';
import type { EventQueue } from '../events/vocabulary.ts';
import { type Effects, effectsOf, mailMessage } from '../process/effects.ts';
import { foldCase } from '../process/fold-case.ts';
import {
  CaseContended,
  DeadlineReached,
  EffectsUnsent,
  RefusedInput,
  UnknownPartner,
} from '../runtime/errors.ts';
import { correlate, createLogger, type Logger } from '../runtime/logger.ts';
import type { Meter } from '../runtime/metric-catalogue.ts';
import { createMeter, metered } from '../runtime/metrics.ts';
import type { Outgoing, Queue } from '../runtime/queue.ts';
import {
  type BatchResults,
  isRedelivered,
  partialBatch,
  sourceQueues,
  type TimeLeft,
  timeLeft,
} from '../runtime/queue-consumer.ts';
import { PageReplaced } from '../store/case-pages.ts';
import {
  type CaseQuery,
  type CasesRead,
  caseId,
  readCases,
  readSealedEntries,
  readTimePassedSince,
  readWholeCase,
  type StoredCase,
  writeCase,
} from '../store/case-store.ts';
import { registerPartner } from '../store/partner-store.ts';
import {
  type CaseEvents,
  createDependencies,
  type IntakeDependencies,
  type Received,
} from './dependencies.ts';
import { cleanUpErasure, needsErasureCleanup } from './erasure-cleanup.ts';
import { metricsOfEntry, metricsOfSent } from './timeline-metrics.ts';

/**
 * The Lambda behind an event queue: partial batches, parsing, then the one use case {@link processEvents}.
 * @param queue the queue; a type that belongs to another one is refused
 */
export function eventConsumer(queue: EventQueue) {
  const logger = createLogger();
  const meter = createMeter();
  const world = createDependencies(meter);
  return middy<SQSEvent, unknown, Error, Context>()
    .use(correlate(logger))
    .use(metered(meter))
    .use(partialBatch(sourceQueues(), logger))
    .handler(async ({ Records }, context): Promise<BatchResults> => {
      const { received, refused } = parseRecords(Records, queue, { logger, meter });
      return new Map([...refused, ...(await processEvents(received, world, timeLeft(context)))]);
    });
}

function parseRecords(
  records: readonly SQSRecord[],
  queue: EventQueue,
  { logger, meter }: { readonly logger: Logger; readonly meter: Meter },
) {
  const received: Received[] = [];
  const refused = new Map<string, Error>();
  for (const record of records) {
    const { messageId, body } = record;
    const parsed = parseEvent(body, queue);
    if (parsed.ok) received.push({ messageId, redelivered: isRedelivered(record), event: parsed.event });
    else refused.set(messageId, new RefusedInput(parsed.code, faultLine(parsed.faults)));
    if (!parsed.ok) meter.add({ name: 'EventRefused', of: parsed.code });
    else {
      const { type, extensions } = parsed.event;
      logger.info('event received', { messageId, type, ...traceIds(extensions) });
    }
  }
  return { received, refused };
}

/**
 * Takes a batch of events into their cases.
 * 1. partners are registered; 2. all cases are read in one request; 3. the events of each case are folded and written
 * once; 4. what follows is sent for all cases together; 5. what erasures left is cleared away; only then a record is done
 * (design, ideas 3 and 4).
 * @returns for each message id `done` or why it must come again
 */
export async function processEvents(
  received: readonly Received[],
  world: IntakeDependencies,
  timeLeft: TimeLeft,
): Promise<Map<string, 'done' | Error>> {
  const results = new Map<string, 'done' | Error>();
  const ofCases: CaseEvents['received'][number][] = [];
  for (const one of [...received].sort(byTime)) {
    if (isCaseEvent(one)) ofCases.push(one);
    else results.set(one.messageId, await register(one, world));
  }
  const groups = groupByCase(ofCases);
  if (groups.length === 0) return results;
  if (timeLeft() <= 0) return allOf(groups, new DeadlineReached(), results);
  const read = await readTogether(groups, world);
  const all: (ProcessedEntry & { readonly owner: string })[] = [];
  const toClear: CaseEvents[] = [];
  await Promise.all(
    groups.map(async (group) => {
      try {
        const { taken, hasLeftovers } = await foldAndWrite(group, wantedBy(group), read, world, timeLeft);
        if (hasLeftovers) toClear.push(group);
        all.push(...taken.map((one) => ({ owner: caseId(group), ...one })));
        for (const { messageId } of group.received) results.set(messageId, 'done');
      } catch (error) {
        allOf([group], asError(error), results);
      }
    }),
  );
  const unsent = await sendEffects(all, world);
  for (const { owner, entry, effects } of all.filter(({ isFresh }) => isFresh)) {
    if (!unsent.has(owner)) world.meter.add(...metricsOfSent(entry, effects, world.now()));
  }
  await Promise.all(
    toClear.map(async (group) => {
      try {
        if (timeLeft() <= 0) throw new DeadlineReached();
        await cleanUpErasure(group, world);
      } catch (error) {
        allOf([group], asError(error), results);
      }
    }),
  );
  return allOf(
    groups.filter((group) => unsent.has(caseId(group))),
    new EffectsUnsent(),
    results,
  );
}

/** Reads all cases in one request; `null` when one cannot be read, so that each is read by itself and fails alone. */
async function readTogether(
  groups: readonly CaseEvents[],
  { table }: IntakeDependencies,
): Promise<CasesRead | null> {
  try {
    return await readCases(table, groups.map(wantedBy));
  } catch (error) {
    if (error instanceof PageReplaced) return null;
    throw error;
  }
}

async function register({ event }: Received, { table }: IntakeDependencies): Promise<'done' | Error> {
  try {
    if (event.type === 'partner.registered') await registerPartner(table, event);
    return 'done';
  } catch (error) {
    return asError(error);
  }
}

function isCaseEvent(received: Received): received is CaseEvents['received'][number] {
  return received.event.type !== 'partner.registered';
}

/** The oldest first: fewer come out stale. */
function byTime(a: Received, b: Received): number {
  return compareInstants(a.event.time, b.event.time);
}

function groupByCase(received: CaseEvents['received']): CaseEvents[] {
  const groups = new Map<string, CaseEvents & { received: CaseEvents['received'][number][] }>();
  for (const one of received) {
    const { partnerId, customer } = one.event.data;
    const key = { partnerId, tenantId: customer.tenantId };
    const group = groups.get(caseId(key)) ?? { ...key, received: [] };
    group.received.push(one);
    groups.set(caseId(key), group);
  }
  return [...groups.values()];
}

function wantedBy({ partnerId, tenantId, received }: CaseEvents): CaseQuery {
  const events = received.map(({ event }) => event);
  return {
    partnerId,
    tenantId,
    eventKeys: events.filter(({ type }) => type !== 'time.passed').map(eventKey),
    subscriptionIds: events.flatMap((event) =>
      event.type === 'subscription.ingested'
        ? [event.data.subscription.id]
        : 'subscriptionId' in event.data
          ? [event.data.subscriptionId]
          : [],
    ),
  };
}

function allOf(groups: readonly CaseEvents[], error: Error, results: Map<string, 'done' | Error>) {
  for (const { received } of groups) for (const { messageId } of received) results.set(messageId, error);
  return results;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('Something that is no error was thrown');
}

/** Times a case is read and folded again after another writer was quicker. */
const ATTEMPTS = 10;
/** Longest pause between two of them, in milliseconds. */
const LONGEST_PAUSE = 1_000;

/** What one event did to its case. */
export interface ProcessedEntry {
  readonly entry: TimelineEntry;
  /** It was written now, not recorded before. */
  readonly isFresh: boolean;
  readonly effects: Effects;
}

/** What a case's events did, and repeats too, because nobody knows whether their effects ever left. */
export interface ProcessedCase {
  readonly taken: readonly ProcessedEntry[];
  /** Whether what an erasure left is to be cleared away, once the effects have left: they must not wait for it. */
  readonly hasLeftovers: boolean;
}

/**
 * Folds a case's events, writes the case once and measures what is new; loses a race: reads and folds again.
 * @param first the case as it was read with the others of its batch; `null`: read it here
 * @throws UnknownPartner, CaseContended, DeadlineReached, StoreBusy, PageGone
 */
export async function foldAndWrite(
  group: CaseEvents,
  wanted: CaseQuery,
  first: CasesRead | null,
  world: IntakeDependencies,
  timeLeft: TimeLeft,
): Promise<ProcessedCase> {
  let known = first;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await world.pause(longestPause(attempt));
    if (timeLeft() <= 0) throw new DeadlineReached();
    const read = known ?? (await readCases(world.table, [wanted]));
    known = null;
    const partner = read.partners.get(group.partnerId);
    const stored = read.cases.get(caseId(group));
    if (!partner) throw new UnknownPartner();
    if (!stored) continue;
    const events = group.received.flatMap(({ event }) => (event.type === 'time.passed' ? [] : [event]));
    const now = world.now();
    const context = { partner, now, settings: world.settings };
    let from = stored;
    let folded = foldCase(from.case, events, context, from.loaded);
    if (folded.kind === 'needs-all-subscriptions') {
      from = await readWholeCase(world.table, wanted, {
        sweep: (leftovers) => world.table.write([], leftovers),
      });
      folded = foldCase(from.case, events, context, from.loaded);
    }
    if (folded.kind === 'needs-all-subscriptions') continue;
    const isNews = folded.entries.length > 0 || (folded.dueAt !== from.dueAt && from.version > 0);
    const attempted = { now, attemptId: world.newAttemptId(), dueAt: folded.dueAt };
    if (isNews && !(await writeCase(world.table, from, folded.case, folded.written, attempted))) continue;
    // At once: whatever fails from here on, these entries are never new again.
    world.meter.add(...folded.entries.flatMap(metricsOfEntry));
    const { generation } = folded.case;
    const recorded = await repeatsOf(group, wanted.eventKeys, from, world);
    const repeats = recorded.filter(
      (entry) => isErasure(entry) || !isOfEarlierGeneration({ generation }, entry),
    );
    const taken = (isFresh: boolean) => (entry: TimelineEntry) => ({
      entry,
      isFresh,
      effects: effectsOf(group, entry),
    });
    return {
      taken: [...folded.entries.map(taken(true)), ...repeats.map(taken(false))],
      hasLeftovers: needsErasureCleanup(folded.case, group, attempt, world),
    };
  }
  throw new CaseContended(ATTEMPTS);
}

/** What was told of a customer before an erasure is not told again after it, but that it was erased. */
function isErasure({ changes }: TimelineEntry): boolean {
  return changes.some(({ kind }) => kind === 'erased');
}

/**
 * What was recorded of repeats before, to be sent again: of events, and of the time that passed with them, by their keys;
 * of a case that is due, since then.
 */
async function repeatsOf(
  { received }: CaseEvents,
  keys: readonly string[],
  stored: StoredCase,
  { table }: IntakeDependencies,
): Promise<TimelineEntry[]> {
  const wanted = new Set(keys);
  const { recent } = stored.case;
  const repeated = recent.filter((entry) => wanted.has(entry.key));
  const together = new Set(repeated.map(({ recordedAt }) => recordedAt));
  const passed = recent.filter(({ type, recordedAt }) => type === 'time.passed' && together.has(recordedAt));
  const due = received.flatMap(({ event }) => (event.type === 'time.passed' ? [event.data.dueAt] : []));
  const since = due.length > 0 ? await readTimePassedSince(table, stored, due.toSorted()[0] ?? '') : [];
  const sealed = await readSealedEntries(table, stored, [...stored.places.keys()]);
  return [...new Set([...repeated, ...passed, ...since, ...sealed])];
}

/** How long writers of one case wait at most before they try again, in milliseconds: it doubles. */
function longestPause(attempt: number): number {
  return Math.min(LONGEST_PAUSE, 20 * 2 ** attempt);
}

/** Effects and on whose behalf they leave. */
export interface OwnedEffects {
  readonly owner: string;
  readonly effects: Effects;
}

/**
 * Sends outcomes and mail orders, together for a whole batch.
 * @returns the owners some of whose effects could not be sent; they are to be tried again, under the same ids
 */
export async function sendEffects(
  owned: readonly OwnedEffects[],
  to: { readonly outcomes: Queue; readonly mail: Queue },
): Promise<ReadonlySet<string>> {
  const messages = (bodiesOf: (effects: Effects) => readonly string[]): Outgoing[] =>
    owned.flatMap(({ owner, effects }) => bodiesOf(effects).map((body) => ({ owner, body })));
  const [outcomes, mails] = await Promise.all([
    to.outcomes.sendAll(messages((effects) => effects.outcomes.map((outcome) => JSON.stringify(outcome)))),
    to.mail.sendAll(messages((effects) => effects.mails.map(mailMessage))),
  ]);
  return new Set([...outcomes, ...mails]);
}

/** An id as machines make them: senders put words there that are nobody else's business, mail addresses too. */
const ID = /^[A-Za-z0-9._:-]{1,128}$/;

/** What of an event's extensions the log may have: the ids by which a flow is followed through systems, if they are ids. */
export function traceIds({ correlationid, traceparent }: Extensions): Record<string, string> {
  const traces = Object.entries({ correlationid, traceparent }).map(
    ([name, value]) => [name, String(value ?? '')] as const,
  );
  return Object.fromEntries(traces.filter(([, value]) => ID.test(value)));
}
