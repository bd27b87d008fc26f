import type { EventType } from '../../../shared/events/catalogue.ts';
import { toMillis } from '../../../shared/events/instant.ts';
import { parseEvent } from '../../../shared/events/parse-event.ts';
import type { EventQueue } from '../../../shared/events/vocabulary.ts';
import { CliError, type PlacedFault, UsageError } from '../errors.ts';
import type { CaseKey } from '../stage/api.ts';
import { commandLine, type Stage } from '../stage/stage.ts';
import type { TextOutput } from '../terminal/text-output.ts';
import { count } from '../terminal/words.ts';
import { valueAt } from './event-fields.ts';
import type { FoundEvent } from './events-input.ts';

/** An event that passed the checks of its queue. */
export interface CheckedEvent {
  /** The event as it was read. It is sent unchanged. */
  readonly value: unknown;
  readonly id: string;
  readonly source: string;
  readonly type: EventType;
  readonly queue: EventQueue;
  readonly partnerId: string;
  /** Its case; `null` for `partner.registered`. */
  readonly key: CaseKey | null;
  /** The event's time, in epoch milliseconds. */
  readonly at: number;
  /** Size in UTF-8. */
  readonly bytes: number;
}

/** The events that passed, and every fault of the others. */
export interface CheckResult {
  readonly events: readonly CheckedEvent[];
  readonly faulty: number;
  readonly faults: readonly PlacedFault[];
}

/** Checks events with the schemas that their queues use. */
export function checkEvents(found: readonly FoundEvent[]): CheckResult {
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

/** Checks events that are sent together or not at all. @throws CliError with every fault */
export function checkedEvents(found: readonly FoundEvent[], fix?: string): readonly CheckedEvent[] {
  const { events, faulty, faults } = checkEvents(found);
  if (faulty === 0) return events;
  const which =
    found.length === 1 ? 'The event is faulty' : `${faulty} of ${count(found.length, 'event')} are faulty`;
  throw new CliError('invalid-events', `${which}; nothing was sent.`, { faults, fix });
}

/** How much clocks may differ, in milliseconds. */
const CLOCK_SKEW = 5 * 60_000;

/**
 * Refuses `customer.erased` among events unless the command line has `--yes`: it cannot be undone.
 * @throws CliError that suggests the command `erase`
 */
export function refuseErasures(
  events: readonly CheckedEvent[],
  isConfirmed: boolean,
  stage: Pick<Stage, 'flags'>,
): void {
  const erasures = events.filter(({ type }) => type === 'customer.erased');
  const [first] = erasures;
  if (isConfirmed || !first) return;
  const which =
    events.length === 1
      ? 'customer.erased erases'
      : `${count(erasures.length, 'event')} of ${events.length} ${erasures.length === 1 ? 'is' : 'are'} customer.erased and ${erasures.length === 1 ? 'erases' : 'erase'}`;
  throw new CliError(
    'would-erase',
    `${which} personal data, which cannot be undone. Nothing was sent; --yes sends it.`,
    {
      fix: '`erase` also checks the result and clears the dead-letter queues:',
      run: commandLine(stage, `erase ${first.partnerId} ${first.key?.tenantId ?? ''}`),
    },
  );
}

/** Counts the events whose time is in the future by more than clocks may differ. */
export function eventsAhead(events: readonly CheckedEvent[], now: Date): number {
  return events.filter(({ at }) => at > now.getTime() + CLOCK_SKEW).length;
}

/** Warns about events from the future. @param ahead their number */
export function printEventsAhead(output: TextOutput, ahead: number): void {
  if (ahead === 0) return;
  const text = `${count(ahead, 'event')} ${ahead === 1 ? 'has a time' : 'have times'} more than 5 minutes ahead: events before that time may be ignored as stale.`;
  output.line({ text, tone: 'warn' });
}

/** The fields with addresses that get mails, or replies to mails. */
const MAILED = [
  'data.customer.contactEmail',
  'data.contactEmail',
  'data.supportEmail',
  'data.notificationsEmail',
] as const;

/** Reserved domains (RFC 2606) and their subdomains. */
const RESERVED = /[@.](?:example|test|invalid|localhost|example\.(?:com|net|org))\.?$/i;

/**
 * Refuses events that make a deployed stage mail a reserved address: the mail bounces, and bounces hurt the sender's
 * reputation.
 * @throws UsageError that names the fields, never an address
 */
export function refuseReservedAddresses(
  events: readonly CheckedEvent[],
  { local }: Pick<Stage, 'local'>,
): void {
  if (local) return;
  const reserved = new Set(
    events.flatMap(({ value }) =>
      MAILED.filter((path) => {
        const address = valueAt(value, path);
        return typeof address === 'string' && RESERVED.test(address);
      }),
    ),
  );
  if (reserved.size === 0) return;
  const settings = [...reserved].map((path) => `--set ${path}=…`).join(' ');
  throw new UsageError(
    'Nobody has an address in a reserved domain such as .example, .test or example.com (RFC 2606), and a deployed stage would mail it.',
    `Set real addresses: ${settings}. To try out a stage, use SES’s mailbox simulator, success@simulator.amazonses.com.`,
  );
}
