import * as z from 'zod/mini';
import { definitionOf, type KnownEvent } from './catalogue.ts';
import { DEFINED_ATTRIBUTES, envelope, extensions } from './envelope.ts';
import { type Fault, faultsOf } from './faults.ts';
import { toMillis } from './instant.ts';
import type { EventQueue } from './vocabulary.ts';

/** Why an event was refused. The codes stay the same over releases, so operators can filter by them. */
export type RefusalCode =
  | 'too-large'
  | 'not-json'
  | 'not-a-cloudevent'
  | 'unknown-type'
  | 'wrong-queue'
  | 'invalid-data'
  | 'clock-ahead';

export type Parsed =
  | { readonly ok: true; readonly event: KnownEvent; readonly queue: EventQueue }
  | { readonly ok: false; readonly code: RefusalCode; readonly faults: readonly Fault[] };

/** The largest event in bytes of UTF-8: 64 KiB, the size that CloudEvents asks every system to forward (contract §2, §10). */
export const LARGEST_EVENT = 64 * 1024;

/** How far the clock of a sender may be ahead of ours, in milliseconds. */
export const MAX_CLOCK_AHEAD = 5 * 60_000;

/** What a door knows about the arrival of an event. */
export interface Arrival {
  /** The queue it arrived on; omitted where the queue is still to be chosen (`POST /events`). */
  readonly queue?: EventQueue | undefined;
  /**
   * Our clock, in epoch milliseconds. An event from more than 5 minutes ahead is refused: it would make every later event stale.
   * Omitted by tools that only look at an event.
   */
  readonly now?: number | undefined;
}

/**
 * Parses an event in CloudEvents' structured JSON format.
 * @param text the message body
 */
export function parseEvent(text: string, arrival: Arrival = {}): Parsed {
  if (Buffer.byteLength(text) > LARGEST_EVENT)
    return refused('too-large', 'event', 'must have at most 65536 bytes');
  let value: unknown;
  try {
    // Some publishers write a byte order mark, which is no part of JSON (RFC 8259, §8.1).
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return refused('not-json', 'event', 'must be JSON');
  }
  return checkEvent(value, arrival);
}

/** The same for JSON that is already parsed. The caller checks its size. */
export function checkEvent(value: unknown, { queue, now }: Arrival = {}): Parsed {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refused('not-a-cloudevent', 'event', 'must be an object');
  }
  const head = z.safeParse(envelope, value, { reportInput: true });
  const others = z.safeParse(extensions, extensionsIn(value), { reportInput: true });
  if (!head.success || !others.success) {
    const faults = [...faultsOf(head.error?.issues ?? []), ...faultsOf(others.error?.issues ?? [])];
    return { ok: false, code: 'not-a-cloudevent', faults };
  }
  const definition = definitionOf(head.data.type);
  if (!definition) return refused('unknown-type', 'type', 'must be a type of the contract');
  if (queue && definition.queue !== queue)
    return refused('wrong-queue', 'type', `belongs to the queue ${definition.queue}`);
  const data = z.safeParse(definition.data, head.data.data, { reportInput: true });
  if (!data.success)
    return { ok: false, code: 'invalid-data', faults: faultsOf(data.error.issues, ['data']) };
  const { id, source, time } = head.data;
  if (now !== undefined && toMillis(time) > now + MAX_CLOCK_AHEAD)
    return refused('clock-ahead', 'time', 'must not be more than 5 minutes ahead of our clock');
  // The data passed the schema of this type. The compiler cannot see that through the look-up by name.
  const event = {
    id,
    source,
    type: definition.type,
    time,
    data: data.data,
    extensions: others.data,
  } as KnownEvent;
  return { ok: true, event, queue: definition.queue };
}

function extensionsIn(value: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).filter(([name, held]) => !DEFINED_ATTRIBUTES.has(name) && held !== null),
  );
}

function refused(code: RefusalCode, path: string, problem: string): Parsed {
  return { ok: false, code, faults: [{ path, problem }] };
}
