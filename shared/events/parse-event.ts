import * as z from 'zod/mini';
import { definitionOf, type KnownEvent } from './catalogue.ts';
import { DEFINED_ATTRIBUTES, envelope, extensions } from './envelope.ts';
import { type Fault, faultsOf } from './faults.ts';
import type { EventQueue } from './vocabulary.ts';

/** Why an event was refused; stays the same over releases, so that operators can filter by it. */
export type RefusalCode =
  | 'too-large'
  | 'not-json'
  | 'not-a-cloudevent'
  | 'unknown-type'
  | 'wrong-queue'
  | 'invalid-data';

export type Parsed =
  | { readonly ok: true; readonly event: KnownEvent; readonly queue: EventQueue }
  | { readonly ok: false; readonly code: RefusalCode; readonly faults: readonly Fault[] };

/** The largest event that CloudEvents asks everybody to forward: 64 KiB, in UTF-8 (contract §2, §10). */
export const LARGEST_EVENT = 64 * 1024;

/**
 * Reads and checks one event in CloudEvents' structured JSON.
 * @param text the message body
 * @param queue the queue it came by; left out where the queue is yet to be chosen (the events API)
 */
export function parseEvent(text: string, queue?: EventQueue): Parsed {
  if (Buffer.byteLength(text) > LARGEST_EVENT)
    return refused('too-large', 'event', 'must have at most 65536 bytes');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused('not-json', 'event', 'must be JSON');
  }
  return checkEvent(value, queue);
}

/** The same for an event that is a value already. Its size is the caller's to check. */
export function checkEvent(value: unknown, queue?: EventQueue): Parsed {
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
  // The schema that was just passed is the one the catalogue ties to this type; the compiler cannot follow the look-up.
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
