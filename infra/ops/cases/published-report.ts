import type { Report } from '../command.ts';
import type { CheckedEvent } from '../events/check-events.ts';
import { printEventsAhead } from '../events/check-events.ts';
import { commandLine, type Stage } from '../stage/stage.ts';
import type { Row, TextOutput } from '../terminal/text-output.ts';
import { count, minute } from '../terminal/words.ts';
import { caseName, type EventsBefore, type SentEventState } from './await-case.ts';
import { DECISION_COLUMNS, decisionNote, decisionRow, decisionText } from './print-case.ts';
import type { Entry } from './read-case.ts';

/** What the reports say about sent events, decided or not. */
export interface SentEvents {
  readonly stage: Stage;
  /** The number of events from the future. */
  readonly ahead: number;
  /** The values that the catalogue's example supplied. */
  readonly fromExample: readonly string[];
  readonly before: EventsBefore;
}

/** What to say of an event that no case file shows. */
const SEEN: Readonly<Record<SentEventState['state'], (partnerId: string) => string>> = {
  decided: () => '',
  known: (partnerId) => `partner ${partnerId} is registered`,
  'partner-unknown': (partnerId) => `partner ${partnerId} is not registered`,
  'not-yet': () => 'the case does not show it yet',
};

/** What results without a decision mean. */
const MEANS: Readonly<Partial<Record<Entry['result'], string>>> = {
  stale: 'older than what the case knows; nothing changed',
  ignored: 'nothing changed',
  parked: 'kept until what it needs is known; nothing is decided yet',
};

/** The report of events that were sent. */
export function sentReport(events: readonly CheckedEvent[], sending: SentEvents): Report {
  const { stage, ahead, fromExample, before } = sending;
  return {
    ok: true,
    json: { stage: stage.name, ahead, fromExample, events: events.map(jsonOf) },
    text(output) {
      printSending(output, sending);
      const [only] = events;
      if (events.length === 1 && only) {
        output.line(`Sent ${only.type} ${only.id} to ${only.queue}, about ${aboutOf(only)}.`);
      } else {
        const queues = Map.groupBy(events, ({ queue }) => queue);
        const shares = [...queues].map(([queue, of]) => `${of.length.toLocaleString('en-US')} to ${queue}`);
        output.line(`Sent ${count(events.length, 'event')}: ${shares.join(', ')}.`);
        output.line(`About ${sizeOf(events)}.`);
      }
      for (const partnerId of before.partners)
        output.line({ text: `Partner ${partnerId} ${REPLACES_PARTNER}.`, tone: 'warn' });
    },
  };
}

/** The report of events that were sent and waited for. */
export function decidedReport(states: readonly SentEventState[], sending: SentEvents): Report {
  const { stage, ahead, fromExample } = sending;
  const unknown = states.filter(({ state }) => state === 'partner-unknown');
  const waiting = states.filter(({ state }) => state === 'not-yet');
  return {
    ok: unknown.length + waiting.length === 0,
    json: {
      stage: stage.name,
      ahead,
      fromExample,
      events: states.map(({ event, state, entry, repeat }) => ({
        ...jsonOf(event),
        state,
        repeat,
        decision: entry,
      })),
    },
    text(output) {
      printSending(output, sending);
      for (const [index, group] of [
        ...Map.groupBy(states, ({ event }) => caseName(event)).values(),
      ].entries()) {
        const [first] = group;
        if (index > 0) output.line();
        if (first) output.line({ text: aboutOf(first.event), tone: 'strong' });
        output.table(
          DECISION_COLUMNS,
          group.flatMap((outcome) => rowsOf(outcome, sending.before)),
        );
      }
      const [one] = [...unknown, ...waiting];
      if (!one) return;
      output.line();
      if (unknown.length === 0)
        return output.hint(
          'Look again later, or see what failed:',
          commandLine(stage, `dlq show ${one.event.queue}`),
        );
      output.line(
        'Waiting events are retried. After the last retry they are in their dead-letter queue, and `dlq redrive` sends them again.',
      );
      const register = commandLine(
        stage,
        `publish partner.registered --set data.partnerId=${one.event.partnerId}`,
      );
      output.hint('Register the partner:', register);
    },
  };
}

const REPLACES_PARTNER =
  'was registered before. This registration replaces the earlier one, unless it is older';

function printSending(output: TextOutput, { ahead, fromExample }: SentEvents): void {
  printEventsAhead(output, ahead);
  if (fromExample.length === 0) return;
  output.line({ text: `From the catalogue’s example: ${fromExample.join(' · ')}`, tone: 'dim' });
  output.line();
}

function rowsOf({ event, state, entry, repeat }: SentEventState, { partners }: EventsBefore): Row[] {
  if (!entry) {
    const seen =
      state === 'known' && partners.has(event.partnerId)
        ? `partner ${event.partnerId} ${REPLACES_PARTNER}`
        : SEEN[state](event.partnerId);
    const result =
      state !== 'known'
        ? ({ text: 'waits', tone: 'warn' } as const)
        : ({ text: repeat === null ? 'sent' : 'accepted', tone: 'good' } as const);
    return [[event.type, result], { below: seen, indent: 2 }];
  }
  if (repeat === true) {
    const then = [entry.result, decisionText(entry)].filter((words) => words !== '').join('; ');
    return [
      [event.type, { text: 'repeat', tone: 'warn' }],
      { below: `processed before, on ${minute(entry.recordedAt)} (UTC); nothing changed now`, indent: 2 },
      { below: `then: ${then}`, indent: 2 },
      { below: 'a new event needs its own id: --set id=…', indent: 2 },
    ];
  }
  const means = MEANS[entry.result];
  return [
    decisionRow(entry),
    ...decisionNote(entry, 2),
    ...(means === undefined ? [] : [{ below: means, indent: 2 }]),
  ];
}

function aboutOf({ partnerId, key }: CheckedEvent): string {
  return key === null ? `partner ${partnerId}` : `partner ${partnerId}, customer ${key.tenantId}`;
}

function sizeOf(events: readonly CheckedEvent[]): string {
  const partners = new Set(events.map(({ partnerId }) => partnerId));
  const customers = new Set(events.filter(({ key }) => key !== null).map(caseName));
  const of = partners.size === 1 ? `partner ${events[0]?.partnerId}` : count(partners.size, 'partner');
  return customers.size === 0 ? of : `${of} and ${count(customers.size, 'customer')}`;
}

function jsonOf({ id, source, type, queue, partnerId, key }: CheckedEvent) {
  return { id, source, type, queue, partnerId, tenantId: key?.tenantId ?? null };
}
