import type { Report } from '../command.ts';
import type { CheckedEvent } from '../events/check-events.ts';
import { printEventsAhead } from '../events/erasure-checks.ts';
import { next, type Stage } from '../stage/stage.ts';
import type { Row, TextOutput } from '../terminal/text-output.ts';
import { count, minute } from '../terminal/words.ts';
import { caseName, type EventsBefore, type Outcome } from './await-events.ts';
import { DECISION_COLUMNS, decided, decisionNote, decisionRow } from './format-decision.ts';
import type { Entry } from './read-case.ts';

/** What is told of events whatever became of them. */
export interface SentEvents {
  readonly stage: Stage;
  /** How many are from the future. */
  readonly ahead: number;
  /** What the catalogue's example filled in. */
  readonly fromExample: readonly string[];
  readonly before: EventsBefore;
}

/** What is known of an event that no case file shows. */
const SEEN: Readonly<Record<Outcome['state'], (partnerId: string) => string>> = {
  decided: () => '',
  known: (partnerId) => `partner ${partnerId} is registered`,
  'partner-unknown': (partnerId) => `partner ${partnerId} is not registered`,
  'not-yet': () => 'nothing is to be seen of it yet',
};

/** What a result means that is no decision. */
const MEANS: Readonly<Partial<Record<Entry['result'], string>>> = {
  stale: 'older than what the case knows; nothing changed',
  ignored: 'nothing changed',
  parked: 'kept until what it needs is known; nothing is decided yet',
};

/** Events were sent. */
export function sentReport(events: readonly CheckedEvent[], sending: SentEvents): Report {
  const { stage, ahead, fromExample, before } = sending;
  return {
    ok: true,
    json: { stage: stage.name, ahead, fromExample, events: events.map(jsonOf) },
    text(page) {
      tellSending(page, sending);
      const [only] = events;
      if (events.length === 1 && only) {
        page.line(`Sent ${only.type} ${only.id} to ${only.queue}, about ${aboutOf(only)}.`);
      } else {
        const queues = Map.groupBy(events, ({ queue }) => queue);
        const shares = [...queues].map(([queue, of]) => `${of.length.toLocaleString('en-US')} to ${queue}`);
        page.line(`Sent ${count(events.length, 'event')}: ${shares.join(', ')}.`);
        page.line(`About ${sizeOf(events)}.`);
      }
      for (const partnerId of before.partners)
        page.line({ text: `Partner ${partnerId} ${REPLACES}.`, tone: 'warn' });
    },
  };
}

/** Events were sent and waited for. */
export function decidedReport(outcomes: readonly Outcome[], sending: SentEvents): Report {
  const { stage, ahead, fromExample } = sending;
  const unknown = outcomes.filter(({ state }) => state === 'partner-unknown');
  const waiting = outcomes.filter(({ state }) => state === 'not-yet');
  return {
    ok: unknown.length + waiting.length === 0,
    json: {
      stage: stage.name,
      ahead,
      fromExample,
      events: outcomes.map(({ event, state, entry, repeat }) => ({
        ...jsonOf(event),
        state,
        repeat,
        decision: entry,
      })),
    },
    text(page) {
      tellSending(page, sending);
      for (const [index, group] of [
        ...Map.groupBy(outcomes, ({ event }) => caseName(event)).values(),
      ].entries()) {
        const [first] = group;
        if (index > 0) page.line();
        if (first) page.line({ text: aboutOf(first.event), tone: 'strong' });
        page.table(
          DECISION_COLUMNS,
          group.flatMap((outcome) => rowsOf(outcome, sending.before)),
        );
      }
      const [one] = [...unknown, ...waiting];
      if (!one) return;
      page.line();
      if (unknown.length === 0)
        return page.hint('Look again later, or see what failed:', next(stage, `dlq show ${one.event.queue}`));
      page.line(
        'What waits is tried again by itself; after some tries it lies in its dead-letter queue, and `dlq redrive` sends it on.',
      );
      const register = next(stage, `publish partner.registered --set data.partnerId=${one.event.partnerId}`);
      page.hint('Register the partner:', register);
    },
  };
}

const REPLACES = 'was registered before; what is told now replaces what it told then, unless it is older';

function tellSending(page: TextOutput, { ahead, fromExample }: SentEvents): void {
  printEventsAhead(page, ahead);
  if (fromExample.length === 0) return;
  page.line({ text: `From the catalogue’s example: ${fromExample.join(' · ')}`, tone: 'dim' });
  page.line();
}

function rowsOf({ event, state, entry, repeat }: Outcome, { partners }: EventsBefore): Row[] {
  if (!entry) {
    const seen =
      state === 'known' && partners.has(event.partnerId)
        ? `partner ${event.partnerId} ${REPLACES}`
        : SEEN[state](event.partnerId);
    const result =
      state !== 'known'
        ? ({ text: 'waits', tone: 'warn' } as const)
        : ({ text: repeat === null ? 'sent' : 'taken', tone: 'good' } as const);
    return [[event.type, result], { below: seen, indent: 2 }];
  }
  if (repeat === true) {
    const then = [entry.result, decided(entry)].filter((words) => words !== '').join('; ');
    return [
      [event.type, { text: 'repeat', tone: 'warn' }],
      { below: `taken before, on ${minute(entry.recordedAt)} (UTC); nothing changed now`, indent: 2 },
      { below: `then: ${then}`, indent: 2 },
      { below: 'what is new needs an id of its own: --set id=…', indent: 2 },
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
