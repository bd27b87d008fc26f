import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { KnownEvent } from '../../shared/events/catalogue.ts';
import type { Fault } from '../../shared/events/faults.ts';
import { toMillis } from '../../shared/events/instant.ts';
import { parseEvent } from '../../shared/events/parse-event.ts';
import type { EventQueue } from '../../shared/events/vocabulary.ts';
import { bodyText, HttpProblem, mediaTypeOf } from '../../shared/runtime/http.ts';
import type { Meter } from '../../shared/runtime/metric-catalogue.ts';
import type { Queue } from '../../shared/runtime/queue.ts';

const ONE = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
/** Most events of one request (contract §8). */
const MOST = 100;

/**
 * The events of a request, unchecked.
 * @throws HttpProblem for another media type (415), what is not JSON (400), more than 100 events (413)
 */
export function readBody(event: APIGatewayProxyEventV2): readonly unknown[] {
  const mediaType = mediaTypeOf(event);
  if (mediaType !== ONE && mediaType !== BATCH) {
    throw new HttpProblem({
      status: 415,
      code: 'unsupported-media-type',
      title: 'Send CloudEvents in structured JSON',
      detail: `The content type must be ${ONE} or ${BATCH}`,
    });
  }
  const value = parseJson(bodyText(event));
  if (mediaType === ONE) return [value];
  if (!Array.isArray(value)) throw notJson('The body must be an array of events');
  if (value.length > MOST) {
    throw new HttpProblem({
      status: 413,
      code: 'too-many-events',
      title: `A batch may have at most ${MOST} events`,
    });
  }
  return value;
}

/** The value of a body in JSON. @throws HttpProblem 400 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notJson('The body must be JSON');
  }
}

function notJson(detail: string): HttpProblem {
  return new HttpProblem({ status: 400, code: 'not-json', title: 'The request could not be read', detail });
}

/**
 * An event as a message body; `null` for one nested so deep that it cannot be written. SQS refuses U+FFFE and U+FFFF;
 * as escapes they mean the same.
 */
export function messageBody(event: unknown): string | null {
  try {
    return JSON.stringify(event).replace(/[\ufffe\uffff]/g, (one) =>
      one === '\ufffe' ? '\\ufffe' : '\\uffff',
    );
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What taking events in needs of the world. */
export interface AcceptDependencies {
  readonly queues: Readonly<Record<EventQueue, Queue>>;
  readonly meter: Meter;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
}

/** How far a sender's clock may be ahead of ours, in milliseconds, for what cannot be taken back. */
const MOST_AHEAD = 5 * 60_000;
const AHEAD = 'must not be more than 5 minutes ahead of our clock for an erasure';

/** A fault of a request: of which event (by its place, from 0), where and what. */
interface EventFault extends Fault {
  readonly event: number;
  readonly code: string;
}

/**
 * Checks events and puts each on its queue as it came; none when any is faulty.
 * @returns the ids of the events, in order
 * @throws HttpProblem 400 naming every fault by its path; 503 when a queue did not take all: the request may be sent
 *   again as it is, for an event that is delivered twice changes nothing
 */
export async function acceptEvents(
  events: readonly unknown[],
  { queues, meter, now }: AcceptDependencies,
): Promise<string[]> {
  const faults: EventFault[] = [];
  const accepted: { queue: EventQueue; id: string; body: string }[] = [];
  for (const [index, event] of events.entries()) {
    const body = messageBody(event);
    if (body === null) {
      faults.push({ event: index, code: 'not-a-cloudevent', path: 'event', problem: 'is nested too deep' });
      continue;
    }
    const parsed = parseEvent(body);
    if (parsed.ok && isErasureAhead(parsed.event, now()))
      faults.push({ event: index, code: 'invalid-data', path: 'time', problem: AHEAD });
    else if (parsed.ok) accepted.push({ queue: parsed.queue, id: parsed.event.id, body });
    else faults.push(...parsed.faults.map((fault) => ({ event: index, code: parsed.code, ...fault })));
  }
  if (faults.length > 0) {
    for (const code of codesOf(faults)) meter.add({ name: 'EventRefused', of: code });
    throw new HttpProblem({
      status: 400,
      code: 'invalid-events',
      title: 'None of the events was taken',
      detail: 'Each fault names the event by its place in the batch, from 0, and the path in it',
      faults,
    });
  }
  const unsent = await Promise.all(
    Object.entries(queues).map(([name, queue]) =>
      queue.sendAll(
        accepted.filter((one) => one.queue === name).map(({ id, body }) => ({ owner: id, body })),
      ),
    ),
  );
  if (unsent.some((owners) => owners.size > 0)) {
    throw new HttpProblem({
      status: 503,
      code: 'unavailable',
      title: 'Not all events could be queued; send them again',
    });
  }
  return accepted.map(({ id }) => id);
}

/** The code of each faulty event: all its faults have the same. */
function codesOf(faults: readonly EventFault[]): Iterable<string> {
  return new Map(faults.map(({ event, code }) => [event, code])).values();
}

/** An erasure from the future is taken for one of now; who sends one mostly has a clock, or a time zone, that is wrong. */
function isErasureAhead({ type, time }: KnownEvent, now: number): boolean {
  return type === 'customer.erased' && toMillis(time) > now + MOST_AHEAD;
}
