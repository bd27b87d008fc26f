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
  asError,
  CaseContended,
  DeadlineReached,
  EffectsUnsent,
  RefusedInput,
  UnknownPartner,
} from '../runtime/errors.ts';
import { addRequestId, createLogger, type Logger } from '../runtime/logger.ts';
import type { Meter } from '../runtime/metric-catalogue.ts';
import { createMeter, flushMetrics } from '../runtime/metrics.ts';
import type { Platform } from '../runtime/platform.ts';
import type { OutgoingMessage, Queue } from '../runtime/queue.ts';
import {
  type BatchResults,
  createBatchQueues,
  isRedelivered,
  partialBatchResponse,
  type TimeLeft,
  timeLeft,
} from '../runtime/queue-consumer.ts';
import { PageReplaced } from '../store/case-pages.ts';
import {
  type CaseQuery,
  type CasesRead,
  caseId,
  readCases,
  readWholeCase,
  type StoredCase,
  writeCase,
} from '../store/case-store.ts';
import { cleanUpErasure, needsErasureCleanup } from '../store/erasure-cleanup.ts';
import { registerPartner } from '../store/partner-store.ts';
import { readSealedEntries, readTimePassedSince } from '../store/timeline-pages.ts';
import {
  type CaseEvents,
  createDependencies,
  type IntakeDependencies,
  type ReceivedEvent,
} from './dependencies.ts';
import { metricsOfEntry, metricsOfSent } from './timeline-metrics.ts';

/**
 * The Lambda handler behind an event queue.
 * @param queue the queue it consumes; an event type that belongs to another queue is refused
 */
export function eventConsumer(queue: EventQueue, platform: Platform) {
  const logger = createLogger();
  const meter = createMeter();
  const dependencies = createDependencies(platform, meter);
  return middy<SQSEvent, unknown, Error, Context>()
    .use(addRequestId(logger))
    .use(flushMetrics(meter))
    .use(partialBatchResponse(createBatchQueues(platform), logger))
    .handler(async ({ Records }, context): Promise<BatchResults> => {
      const { received, refused } = parseRecords(Records, queue, { logger, meter, now: dependencies.now() });
      const processed = await processEvents(received, dependencies, timeLeft(context));
      return new Map([...refused, ...processed]);
    });
}

/** Parses each record; one that cannot be parsed is refused alone. */
function parseRecords(
  records: readonly SQSRecord[],
  queue: EventQueue,
  { logger, meter, now }: { readonly logger: Logger; readonly meter: Meter; readonly now: number },
) {
  const received: ReceivedEvent[] = [];
  const refused = new Map<string, Error>();
  for (const record of records) {
    const { messageId, body } = record;
    const parsed = parseEvent(body, { queue, now });
    if (parsed.ok) {
      const { type, extensions } = parsed.event;
      received.push({ messageId, redelivered: isRedelivered(record), event: parsed.event });
      logger.info('event received', { messageId, type, ...traceIds(extensions) });
    } else {
      refused.set(messageId, new RefusedInput(parsed.code, faultLine(parsed.faults)));
      meter.add({ name: 'EventRefused', of: parsed.code });
    }
  }
  return { received, refused };
}

/** The shape of a machine-made id. Senders may put anything into an extension, even a mail address. */
const TRACE_ID = /^[A-Za-z0-9._:-]{1,128}$/;

/** The extensions that the log may show: the ids that follow a flow through systems, if they look like ids. */
export function traceIds({ correlationid, traceparent }: Extensions): Record<string, string> {
  const ids = Object.entries({ correlationid, traceparent }).map(
    ([name, value]) => [name, String(value ?? '')] as const,
  );
  return Object.fromEntries(ids.filter(([, value]) => TRACE_ID.test(value)));
}

/**
 * Processes a batch of events.
 * 1. Register partners.
 * 2. Read all cases in one request.
 * 3. Fold the events of each case and write the case once.
 * 4. Send the effects of all cases together.
 * 5. Clean up after erasures.
 *
 * Only then is a message done.
 * @returns for each message id `done`, or the error for which the message must come again
 */
export async function processEvents(
  received: readonly ReceivedEvent[],
  dependencies: IntakeDependencies,
  timeLeft: TimeLeft,
): Promise<Map<string, 'done' | Error>> {
  const results = new Map<string, 'done' | Error>();
  const fail = (group: CaseEvents, error: unknown) => {
    for (const { messageId } of group.received) results.set(messageId, asError(error));
  };

  // In order of time, so that fewer events come out stale.
  const inOrder = [...received].sort((a, b) => compareInstants(a.event.time, b.event.time));
  for (const event of inOrder) {
    if (!isCaseEvent(event)) results.set(event.messageId, await register(event, dependencies));
  }
  const groups = groupByCase(inOrder.filter(isCaseEvent));
  if (groups.length === 0) return results;
  if (timeLeft() <= 0) {
    for (const group of groups) fail(group, new DeadlineReached());
    return results;
  }

  const casesRead = await readTogether(groups, dependencies);
  const processed: { readonly group: CaseEvents; readonly result: ProcessedCase }[] = [];
  await Promise.all(
    groups.map(async (group) => {
      try {
        const result = await foldAndWrite(group, queryFor(group), casesRead, dependencies, timeLeft);
        processed.push({ group, result });
        for (const { messageId } of group.received) results.set(messageId, 'done');
      } catch (error) {
        fail(group, error);
      }
    }),
  );

  const entries = processed.flatMap(({ group, result }) =>
    result.entries.map((entry) => ({ owner: caseId(group), ...entry })),
  );
  const unsent = await sendEffects(entries, dependencies);
  for (const { owner, entry, effects, isNew } of entries) {
    if (isNew && !unsent.has(owner))
      dependencies.meter.add(...metricsOfSent(entry, effects, dependencies.now()));
  }

  // After the effects: they must not wait for a clean-up.
  await Promise.all(
    processed.map(async ({ group, result }) => {
      if (!result.needsCleanup) return;
      try {
        if (timeLeft() <= 0) throw new DeadlineReached();
        await cleanUpErasure(group, dependencies);
      } catch (error) {
        fail(group, error);
      }
    }),
  );
  for (const group of groups) if (unsent.has(caseId(group))) fail(group, new EffectsUnsent());
  return results;
}

type CaseEvent = CaseEvents['received'][number];

function isCaseEvent(received: ReceivedEvent): received is CaseEvent {
  return received.event.type !== 'partner.registered';
}

async function register({ event }: ReceivedEvent, { table }: IntakeDependencies): Promise<'done' | Error> {
  try {
    if (event.type === 'partner.registered') await registerPartner(table, event);
    return 'done';
  } catch (error) {
    return asError(error);
  }
}

function groupByCase(received: readonly CaseEvent[]): CaseEvents[] {
  const groups = new Map<string, CaseEvents & { received: CaseEvent[] }>();
  for (const event of received) {
    const { partnerId, customer } = event.event.data;
    const caseKey = { partnerId, tenantId: customer.tenantId };
    const group = groups.get(caseId(caseKey)) ?? { ...caseKey, received: [] };
    group.received.push(event);
    groups.set(caseId(caseKey), group);
  }
  return [...groups.values()];
}

/** The parts of a case that its events need. */
function queryFor({ partnerId, tenantId, received }: CaseEvents): CaseQuery {
  const events = received.map(({ event }) => event);
  return {
    partnerId,
    tenantId,
    eventKeys: events.filter(({ type }) => type !== 'time.passed').map(eventKey),
    subscriptionIds: events.flatMap((event) => {
      if (event.type === 'subscription.ingested') return [event.data.subscription.id];
      return 'subscriptionId' in event.data ? [event.data.subscriptionId] : [];
    }),
  };
}

/** Reads all cases in one request; `null` when one of them cannot be read. Each is then read alone, and fails alone. */
async function readTogether(
  groups: readonly CaseEvents[],
  { table }: IntakeDependencies,
): Promise<CasesRead | null> {
  try {
    return await readCases(table, groups.map(queryFor));
  } catch (error) {
    if (error instanceof PageReplaced) return null;
    throw error;
  }
}

/** How often a case is read and folded when other writers are faster. */
const ATTEMPTS = 10;
/** Longest pause between two attempts, in milliseconds. */
const LONGEST_PAUSE = 1_000;

/** The timeline entry of one event, and its effects. */
export interface ProcessedEntry {
  readonly entry: TimelineEntry;
  /** Whether this batch wrote the entry; `false` for the entry of a repeat. */
  readonly isNew: boolean;
  readonly effects: Effects;
}

/** The result of a case's events. */
export interface ProcessedCase {
  /** Repeats are among them: their first delivery may have died before it sent the effects. */
  readonly entries: readonly ProcessedEntry[];
  /** Whether {@link cleanUpErasure} must run once the effects are sent. */
  readonly needsCleanup: boolean;
}

/**
 * Folds a case's events, writes the case once and measures what is new. When another writer was faster, it reads and
 * folds again.
 * @param casesRead the cases of the batch; `null`: read this one here
 * @throws UnknownPartner, CaseContended, DeadlineReached, TableBusy, PageReplaced
 */
export async function foldAndWrite(
  group: CaseEvents,
  query: CaseQuery,
  casesRead: CasesRead | null,
  dependencies: IntakeDependencies,
  timeLeft: TimeLeft,
): Promise<ProcessedCase> {
  const { table, settings, meter } = dependencies;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await dependencies.pause(Math.min(LONGEST_PAUSE, 20 * 2 ** attempt));
    if (timeLeft() <= 0) throw new DeadlineReached();
    const read = (attempt === 0 ? casesRead : null) ?? (await readCases(table, [query]));
    const partner = read.partners.get(group.partnerId);
    if (!partner) throw new UnknownPartner();
    let stored = read.cases.get(caseId(group));
    if (!stored) continue;

    const events = group.received.flatMap(({ event }) => (event.type === 'time.passed' ? [] : [event]));
    const now = dependencies.now();
    const context = { partner, now, settings };
    let folded = foldCase(stored.case, events, context, stored.loaded);
    if (folded.kind === 'needs-all-subscriptions') {
      stored = await readWholeCase(table, query, {
        deleteOrphans: (orphans) => table.write([], orphans),
      });
      folded = foldCase(stored.case, events, context, stored.loaded);
    }
    if (folded.kind === 'needs-all-subscriptions') continue;

    const { entries, written, dueAt } = folded;
    const hasChanged = entries.length > 0 || (dueAt !== stored.dueAt && stored.version > 0);
    if (hasChanged) {
      const attemptId = dependencies.newAttemptId();
      if (!(await writeCase(table, stored, folded.case, written, { now, attemptId, dueAt }))) continue;
    }
    // Measured before anything else can fail: on a redelivery these entries are no longer new.
    meter.add(...entries.flatMap(metricsOfEntry));

    const repeats = await recordedRepeats(
      group,
      query.eventKeys,
      stored,
      folded.case.generation,
      dependencies,
    );
    const withEffects = (entry: TimelineEntry, isNew: boolean): ProcessedEntry => ({
      entry,
      isNew,
      effects: effectsOf(group, entry),
    });
    return {
      entries: [
        ...entries.map((entry) => withEffects(entry, true)),
        ...repeats.map((entry) => withEffects(entry, false)),
      ],
      needsCleanup: needsErasureCleanup(folded.case, group.received, attempt, dependencies),
    };
  }
  throw new CaseContended(ATTEMPTS);
}

/**
 * The recorded entries of repeats, whose effects are sent again. A repeated event is found by its key, together with the
 * time that passed in the same write; a case that is due again is found by the time since when it was due.
 * After an erasure, nothing from before it is sent again except the erasure itself.
 */
async function recordedRepeats(
  { received }: CaseEvents,
  eventKeys: readonly string[],
  stored: StoredCase,
  generation: number,
  { table }: IntakeDependencies,
): Promise<TimelineEntry[]> {
  const keys = new Set(eventKeys);
  const { recent } = stored.case;
  const repeated = recent.filter((entry) => keys.has(entry.key));
  const writtenAt = new Set(repeated.map(({ recordedAt }) => recordedAt));
  const timePassed = recent.filter(
    ({ type, recordedAt }) => type === 'time.passed' && writtenAt.has(recordedAt),
  );
  const dueSince = received
    .flatMap(({ event }) => (event.type === 'time.passed' ? [event.data.dueAt] : []))
    .toSorted()[0];
  const due =
    dueSince === undefined
      ? []
      : await readTimePassedSince(table, stored.case, stored.layout.older, dueSince);
  const sealed = await readSealedEntries(table, stored.case, stored.sealedPages);
  return [...new Set([...repeated, ...timePassed, ...due, ...sealed])].filter(
    (entry) => isErasure(entry) || !isOfEarlierGeneration({ generation }, entry),
  );
}

function isErasure({ changes }: TimelineEntry): boolean {
  return changes.some(({ kind }) => kind === 'erased');
}

/** Effects and the case they belong to. */
interface OwnedEffects {
  /** The {@link caseId}. */
  readonly owner: string;
  readonly effects: Effects;
}

/**
 * Sends the outcomes and mail commands of a whole batch.
 * @returns the owners of effects that could not be sent. Their messages come again and send the same ids.
 */
async function sendEffects(
  owned: readonly OwnedEffects[],
  queues: { readonly outcomes: Queue; readonly mail: Queue },
): Promise<ReadonlySet<string>> {
  const messages = (bodiesOf: (effects: Effects) => readonly string[]): OutgoingMessage[] =>
    owned.flatMap(({ owner, effects }) => bodiesOf(effects).map((body) => ({ owner, body })));
  const [unsentOutcomes, unsentMails] = await Promise.all([
    queues.outcomes.sendAll(messages(({ outcomes }) => outcomes.map((outcome) => JSON.stringify(outcome)))),
    queues.mail.sendAll(messages(({ mails }) => mails.map(mailMessage))),
  ]);
  return new Set([...unsentOutcomes, ...unsentMails]);
}
