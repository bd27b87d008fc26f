import type { EventType } from '../../../shared/events/catalogue.ts';
import { toMillis } from '../../../shared/events/instant.ts';
import { parseEvent } from '../../../shared/events/parse-event.ts';
import type { EventQueue } from '../../../shared/events/vocabulary.ts';
import { CliError, type PlacedFault } from '../errors.ts';
import type { CaseKey } from '../stage/api.ts';
import { count } from '../terminal/words.ts';
import type { FoundEvent } from './read-events.ts';

/** An event that its queue would take. */
export interface CheckedEvent {
  /** As it was found; this is what is sent. */
  readonly value: unknown;
  readonly id: string;
  readonly source: string;
  readonly type: EventType;
  readonly queue: EventQueue;
  readonly partnerId: string;
  /** Its case; `null` for `partner.registered`. */
  readonly key: CaseKey | null;
  /** When it happens, in epoch milliseconds. */
  readonly at: number;
  /** In UTF-8. */
  readonly bytes: number;
}

/** What became of checking: the good ones, and every fault of the others. */
export interface Checked {
  readonly events: readonly CheckedEvent[];
  readonly faulty: number;
  readonly faults: readonly PlacedFault[];
}

/** Checks events by the schemas that their queues use. */
export function checkEvents(found: readonly FoundEvent[]): Checked {
  const events: CheckedEvent[] = [];
  const faults: PlacedFault[] = [];
  for (const { place, value } of found) {
    const body = JSON.stringify(value);
    const parsed = parseEvent(body);
    if (!parsed.ok) {
      faults.push(...parsed.faults.map((fault) => ({ place, ...fault })));
      continue;
    }
    const { id, source, type, time, data } = parsed.event;
    const key = 'customer' in data ? { partnerId: data.partnerId, tenantId: data.customer.tenantId } : null;
    const { partnerId } = data;
    events.push({
      value,
      id,
      source,
      type,
      queue: parsed.queue,
      partnerId,
      key,
      at: toMillis(time),
      bytes: Buffer.byteLength(body),
    });
  }
  return { events, faulty: found.length - events.length, faults };
}

/** The same, where one faulty event means that none is wanted. @throws CliError with every fault */
export function checkedEvents(found: readonly FoundEvent[], fix?: string): readonly CheckedEvent[] {
  const { events, faulty, faults } = checkEvents(found);
  if (faulty === 0) return events;
  const of =
    found.length === 1 ? 'The event is faulty' : `${faulty} of ${count(found.length, 'event')} are faulty`;
  throw new CliError('invalid-events', `${of}; nothing was sent.`, { faults, fix });
}
