import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Fault } from '../../shared/events/faults.ts';
import { parseEvent } from '../../shared/events/parse-event.ts';
import type { EventQueue } from '../../shared/events/vocabulary.ts';
import { HttpProblem, jsonText, mediaTypeOf } from '../../shared/runtime/http.ts';
import type { Meter } from '../../shared/runtime/metric-catalogue.ts';
import type { Queue } from '../../shared/runtime/queue.ts';

const SINGLE = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
/** Events of one request, at most (contract §8). */
const MAX_EVENTS = 100;

/**
 * Reads the events of a request, unchecked.
 * @throws HttpProblem 415 for another media type, 400 for a body that is not JSON, 413 for more than 100 events
 */
export function readBody(event: APIGatewayProxyEventV2): readonly unknown[] {
  const mediaType = mediaTypeOf(event);
  if (mediaType !== SINGLE && mediaType !== BATCH) {
    throw new HttpProblem({
      status: 415,
      code: 'unsupported-media-type',
      title: 'Send CloudEvents in structured JSON',
      detail: `The content type must be ${SINGLE} or ${BATCH}`,
    });
  }
  const value = parseJson(jsonText(event));
  if (mediaType === SINGLE) return [value];
  if (!Array.isArray(value)) throw notJson('The body must be an array of events');
  if (value.length > MAX_EVENTS) {
    throw new HttpProblem({
      status: 413,
      code: 'too-many-events',
      title: `A batch may have at most ${MAX_EVENTS} events`,
    });
  }
  return value;
}

/** Parses a JSON body. @throws HttpProblem 400 */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notJson('The body must be JSON');
  }
  if (hasTooLargeNumber(text)) throw notJson('A number is too large: at most 1.7976931348623157e308');
  return value;
}

/** JSON.parse makes infinity of a number that is too large, which would become `null` in the message. */
function hasTooLargeNumber(text: string): boolean {
  // Few texts have a number that could be too large, so few are parsed again.
  if (!/[eE]\+?\d{3}|(?<!\d)\d{309}/.test(text)) return false;
  let isFound = false;
  try {
    JSON.parse(text, (_, value) => {
      isFound ||= value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
      return value;
    });
  } catch {
    // Nested too deep for a second pass; the event is refused for that.
  }
  return isFound;
}

function notJson(detail: string): HttpProblem {
  return new HttpProblem({ status: 400, code: 'not-json', title: 'The request could not be read', detail });
}

/**
 * Writes an event as a message body; `null` when it is nested too deep. SQS refuses the characters U+FFFE and U+FFFF, so they are
 * escaped.
 */
export function messageBody(event: unknown): string | null {
  try {
    return JSON.stringify(event).replace(/[\ufffe\uffff]/g, (character) =>
      character === '\ufffe' ? '\\ufffe' : '\\uffff',
    );
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The dependencies of accepting events. */
export interface AcceptDependencies {
  readonly queues: Readonly<Record<EventQueue, Queue>>;
  readonly meter: Meter;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
}

/** A fault in a request; `event` is the event's position, from 0. */
interface EventFault extends Fault {
  readonly event: number;
  readonly code: string;
}

/**
 * Checks all events, then puts each on its queue unchanged. When one is faulty, none is queued.
 * @returns the ids of the events, in order
 * @throws HttpProblem 400 with every fault; 503 when not all could be queued. The same request may be sent again, because a second
 *   delivery of an event changes nothing.
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
    const parsed = parseEvent(body, { now: now() });
    if (parsed.ok) accepted.push({ queue: parsed.queue, id: parsed.event.id, body });
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
        accepted.filter((event) => event.queue === name).map(({ id, body }) => ({ owner: id, body })),
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

/** The code of each faulty event. All faults of an event have the same code. */
function codesOf(faults: readonly EventFault[]): Iterable<string> {
  return new Map(faults.map(({ event, code }) => [event, code])).values();
}
