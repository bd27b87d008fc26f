import { isPartnerKnown, nameOf, untilCaseShows, untilPartnerIsKnown } from '../cases/await-case.ts';
import type { Entry } from '../cases/read-case.ts';
import { DECISION_COLUMNS, decidedBelow, decisionRow } from '../cases/tell-decision.ts';
import type { Call, Command, Report } from '../command.ts';
import { type CheckedEvent, checkedEvents } from '../events/check-events.ts';
import { EVENT_OPTIONS, givenEvents, refuseExampleAddresses } from '../events/given-events.ts';
import { sendEvents } from '../events/send-events.ts';
import type { CaseKey } from '../stage/api.ts';
import { next, type Stage } from '../stage/stage.ts';
import type { Row } from '../terminal/page.ts';
import { count } from '../terminal/words.ts';

/** What became of an event that was waited for. */
interface Outcome {
  readonly event: CheckedEvent;
  /** `decided`: its case shows it. `known`: the partner is registered. */
  readonly state: 'decided' | 'known' | 'partner-unknown' | 'not-yet';
  readonly entry: Entry | null;
}

/** What is known of an event that no case file shows. */
const SEEN: Readonly<Record<Outcome['state'], (partnerId: string) => string>> = {
  decided: () => '',
  known: (partnerId) => `partner ${partnerId} is registered`,
  'partner-unknown': (partnerId) => `partner ${partnerId} is not registered`,
  'not-yet': () => 'nothing is to be seen of it yet',
};

export const publish: Command = {
  name: 'publish',
  takes: '<event-type> | --file FILE',
  positionals: { least: 0, most: 1 },
  summary: 'Sends events, checked first; --wait tells what was decided',
  about: [
    'An event type (docs/events.md) sends the catalogue’s example, happening now under a new id. A file’s events are sent as they are. If one is faulty, every fault is named by its path and nothing is sent. To a deployed stage no event goes with an example’s mail address.',
  ],
  options: {
    ...EVENT_OPTIONS,
    wait: { about: 'waits until the case files show the events, and tells the decisions' },
    timeout: { value: 'SECONDS', about: 'longest to wait; default 60' },
    rate: { value: 'N', about: 'most events a second; default 200' },
  },
  examples: [
    'publish partner.registered --set data.partnerId=northwind',
    'publish subscription.ingested --set data.subscription.channel=csp --wait',
    'publish --file events.jsonl --rate 50',
  ],
  async run(call) {
    const rate = call.number('rate', { least: 1, most: 10_000, otherwise: 200 });
    const longest = 1000 * call.number('timeout', { least: 1, most: 3600, otherwise: 60 });
    const events = checkedEvents(await givenEvents(call));
    const stage = await call.stage();
    refuseExampleAddresses(events, stage);
    await sendEvents(stage.api, events, rate, call.progress);
    return call.has('wait')
      ? decidedReport(await awaitAll(stage, events, longest, call), stage)
      : sentReport(events, stage);
  },
};

function sentReport(events: readonly CheckedEvent[], stage: Stage): Report {
  return {
    ok: true,
    json: { stage: stage.name, events: events.map(jsonOf) },
    text(page) {
      const [only] = events;
      if (events.length === 1 && only) return page.line(`Sent ${only.type} ${only.id} to ${only.queue}.`);
      const queues = Map.groupBy(events, ({ queue }) => queue);
      const shares = [...queues].map(([queue, of]) => `${of.length.toLocaleString('en-US')} to ${queue}`);
      page.line(`Sent ${count(events.length, 'event')}: ${shares.join(', ')}.`);
    },
  };
}

async function awaitAll(
  stage: Stage,
  events: readonly CheckedEvent[],
  longest: number,
  { progress }: Call,
): Promise<Outcome[]> {
  const endsAt = Date.now() + longest;
  const patience = () => ({ longest: Math.max(0, endsAt - Date.now()), progress });
  const outcomes: Outcome[] = [];
  const now = await stage.now();
  for (const [partnerId, of] of Map.groupBy(events, (event) => event.partnerId)) {
    const registers = of.filter(({ key }) => key === null);
    const known =
      registers.length > 0
        ? await untilPartnerIsKnown(stage.api, partnerId, now, patience())
        : await isPartnerKnown(stage.api, partnerId, now);
    outcomes.push(
      ...registers.map((event) => ({
        event,
        state: known ? ('known' as const) : ('not-yet' as const),
        entry: null,
      })),
    );
    const ofCases = of.flatMap((event) => (event.key === null ? [] : [{ ...event, key: event.key }]));
    for (const group of Map.groupBy(ofCases, ({ key }) => key.tenantId).values()) {
      if (known) outcomes.push(...(await awaitCase(stage, group, patience())));
      else
        outcomes.push(...group.map((event) => ({ event, state: 'partner-unknown' as const, entry: null })));
    }
  }
  return outcomes;
}

async function awaitCase(
  { api }: Stage,
  group: readonly (CheckedEvent & { key: CaseKey })[],
  patience: Parameters<typeof untilCaseShows>[3],
): Promise<Outcome[]> {
  const [first] = group;
  if (!first) return [];
  const file = await untilCaseShows(api, first.key, group, patience);
  const entries = new Map(file?.timeline.map((entry) => [nameOf(entry), entry]));
  return group.map((event) => {
    const entry = entries.get(nameOf(event)) ?? null;
    return { event, state: entry ? 'decided' : 'not-yet', entry };
  });
}

function decidedReport(outcomes: readonly Outcome[], stage: Stage): Report {
  const unknown = outcomes.filter(({ state }) => state === 'partner-unknown');
  const waiting = outcomes.filter(({ state }) => state === 'not-yet');
  return {
    ok: unknown.length + waiting.length === 0,
    json: {
      stage: stage.name,
      events: outcomes.map(({ event, state, entry }) => ({ ...jsonOf(event), state, decision: entry })),
    },
    text(page) {
      page.table(
        DECISION_COLUMNS,
        outcomes.flatMap(({ event, state, entry }): Row[] => {
          if (entry) return [decisionRow(entry), ...decidedBelow(entry, 2)];
          const [text, tone] =
            state === 'known' ? (['taken', 'good'] as const) : (['waits', 'warn'] as const);
          return [[event.type, { text, tone }], { below: SEEN[state](event.partnerId), indent: 2 }];
        }),
      );
      const [one] = [...unknown, ...waiting];
      if (!one) return;
      page.line();
      if (unknown.length > 0) {
        const { partnerId } = one.event;
        const register = next(stage, `publish partner.registered --set data.partnerId=${partnerId}`);
        page.line(
          'What waits is tried again by itself; after some tries it lies in its dead-letter queue, and `dlq redrive` sends it on.',
        );
        page.hint('Register the partner:', register);
      } else page.hint('Look again later, or see what failed:', next(stage, `dlq show ${one.event.queue}`));
    },
  };
}

function jsonOf({ id, source, type, queue, partnerId, key }: CheckedEvent) {
  return { id, source, type, queue, partnerId, tenantId: key?.tenantId ?? null };
}
