import type { Call } from '../command.ts';
import { partnersOf } from '../dead-letters/partners.ts';
import type { CheckedEvent } from '../events/check-events.ts';
import type { CaseKey } from '../stage/api.ts';
import type { Stage } from '../stage/stage.ts';
import {
  isPartnerKnown,
  nameOf,
  untilCaseShows,
  untilPartnerIsKnown,
  type WaitOptions,
} from './await-case.ts';
import type { Entry } from './read-case.ts';

/** Partners that register at once and are asked for beforehand, unless somebody waits for all of them anyway. */
const PARTNERS_ASKED_FOR = 20;

/** What a stage knew before events were sent: only so can a repeat be told from what was decided just now. */
export interface EventsBefore {
  /** Partners among those that register who were registered already. */
  readonly partners: ReadonlySet<string>;
  /** The newest entry of each case's timeline, by {@link caseName}. */
  readonly newest: ReadonlyMap<string, string>;
}

/** What became of an event that was waited for. */
export interface Outcome {
  readonly event: CheckedEvent;
  /** `decided`: its case shows it. `known`: the partner is registered. */
  readonly state: 'decided' | 'known' | 'partner-unknown' | 'not-yet';
  readonly entry: Entry | null;
  /** Whether it had been taken before it was sent now; `null` where nothing shows that. */
  readonly repeat: boolean | null;
}

/** Looks at what events are about, before they are sent. @param waits for what becomes of them; else few are looked at */
export async function readEventsBefore(
  stage: Stage,
  events: readonly CheckedEvent[],
  waits: boolean,
): Promise<EventsBefore> {
  const registering = new Set(events.filter(({ key }) => key === null).map(({ partnerId }) => partnerId));
  const isKnown = partnersOf(stage);
  const partners = new Set<string>();
  if (waits || registering.size <= PARTNERS_ASKED_FOR) {
    for (const partnerId of registering) if ((await isKnown(partnerId)) === true) partners.add(partnerId);
  }
  const newest = new Map<string, string>();
  const cases = waits ? Map.groupBy(events, caseName) : new Map<string, CheckedEvent[]>();
  for (const [name, [event]] of cases) {
    const [entry] = (event?.key && (await stage.api.caseFile(event.key)))?.timeline ?? [];
    if (entry) newest.set(name, nameOf(entry));
  }
  return { partners, newest };
}

/** Waits until the stage shows these events. @param longest milliseconds for all of them */
export async function awaitEvents(
  stage: Stage,
  events: readonly CheckedEvent[],
  before: EventsBefore,
  longest: number,
  { progress }: Pick<Call, 'progress'>,
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
    const repeat = known && !before.partners.has(partnerId) ? false : null;
    for (const event of registers)
      outcomes.push({ event, state: known ? 'known' : 'not-yet', entry: null, repeat });
    const ofCases = of.flatMap((event) => (event.key === null ? [] : [{ ...event, key: event.key }]));
    for (const group of Map.groupBy(ofCases, caseName).values()) {
      if (known) outcomes.push(...(await awaitCase(stage, group, before, patience())));
      else
        for (const event of group)
          outcomes.push({ event, state: 'partner-unknown', entry: null, repeat: null });
    }
  }
  return outcomes;
}

async function awaitCase(
  { api }: Stage,
  group: readonly (CheckedEvent & { key: CaseKey })[],
  { newest }: EventsBefore,
  patience: WaitOptions,
): Promise<Outcome[]> {
  const [first] = group;
  if (!first) return [];
  const { timeline = [] } = (await untilCaseShows(api, first.key, group, patience)) ?? {};
  const places = new Map(timeline.map((entry, index) => [nameOf(entry), index]));
  // Newest first: from the entry that was the newest on, all had been there. One that is not seen lies further back.
  const old = places.get(newest.get(caseName(first)) ?? '') ?? Number.POSITIVE_INFINITY;
  return group.map((event) => {
    const place = places.get(nameOf(event));
    const entry = place === undefined ? null : (timeline[place] ?? null);
    if (place === undefined || entry === null) return { event, state: 'not-yet', entry: null, repeat: null };
    return { event, state: 'decided', entry, repeat: place >= old };
  });
}

/** One text for a case; that of a partner where an event is about no customer. */
export function caseName({ partnerId, key }: CheckedEvent): string {
  return `${partnerId}/${key?.tenantId ?? ''}`;
}
