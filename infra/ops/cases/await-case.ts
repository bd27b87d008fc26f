import { setTimeout as pause } from 'node:timers/promises';
import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import type { CheckedEvent } from '../events/check-events.ts';
import type { Api, CaseKey } from '../stage/api.ts';
import type { Stage } from '../stage/stage.ts';
import type { Progress } from '../terminal/progress.ts';
import { isPartnerKnown, partnerLookup } from './partner-lookup.ts';
import { type Entry, readCase } from './read-case.ts';

/** The first and the longest pause between two looks, in milliseconds. */
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 1_000;

/** How long to wait for something, and where to report progress. */
export interface WaitOptions {
  /** Milliseconds. */
  readonly longest: number;
  readonly progress: Progress;
}

/**
 * Calls `look` again and again, with growing pauses, until it finds something.
 * @returns what `look` found, or `null` if it found nothing in time
 */
export async function until<Found>(
  what: string,
  { longest, progress }: WaitOptions,
  look: () => Promise<Found | null>,
): Promise<Found | null> {
  const startedAt = Date.now();
  for (let wait = FIRST_PAUSE; ; wait = Math.min(LONGEST_PAUSE, wait * 1.5)) {
    const found = await look();
    if (found !== null) return found;
    const waited = Date.now() - startedAt;
    if (waited >= longest) return null;
    progress.report(`waiting for ${what}, ${Math.round(waited / 1000)} s`);
    await pause(Math.min(wait, longest - waited));
  }
}

/** What identifies an event (CloudEvents 1.0). */
export interface EventId {
  readonly source: string;
  readonly id: string;
}

/** Formats an event's source and id as one text. No other pair has the same text. */
export function eventName({ source, id }: EventId): string {
  return JSON.stringify([source, id]);
}

/** Waits until a case file shows all these events. @returns the case file, or `null` if it does not show them in time */
export function untilCaseShows(
  api: Api,
  key: CaseKey,
  events: readonly EventId[],
  options: WaitOptions,
): Promise<CaseFile | null> {
  return until('the decision', options, async () => {
    const wanted = new Set(events.map(eventName));
    const shows = (timeline: readonly Entry[]) => wanted.isSubsetOf(new Set(timeline.map(eventName)));
    const file = await readCase(api, key, shows);
    return file && shows(file.timeline) ? file : null;
  });
}

/** Waits until a partner is registered. @returns whether it is */
export async function untilPartnerIsKnown(
  api: Api,
  partnerId: string,
  now: Date,
  options: WaitOptions,
): Promise<boolean> {
  const known = await until('the partner', options, async () =>
    (await isPartnerKnown(api, partnerId, now)) ? true : null,
  );
  return known === true;
}

/** The most new partners that are looked up before sending, if the command does not wait for decisions. */
const PARTNERS_LOOKED_UP = 20;

/** What a stage knew before events were sent. It shows which of them are repeats. */
export interface EventsBefore {
  /** Partners that were registered already and are registered again. */
  readonly partners: ReadonlySet<string>;
  /** The newest timeline entry of each case, by {@link caseName}. */
  readonly newest: ReadonlyMap<string, string>;
}

/** What a stage shows of an event that was sent. */
export interface SentEventState {
  readonly event: CheckedEvent;
  /** `decided`: the case shows it. `known`: the partner is registered. */
  readonly state: 'decided' | 'known' | 'partner-unknown' | 'not-yet';
  readonly entry: Entry | null;
  /** Whether it had been processed before it was sent now; `null` if nothing shows that. */
  readonly repeat: boolean | null;
}

/** Reads what a stage knows about events before they are sent. @param waits whether the command waits for the decisions */
export async function readEventsBefore(
  stage: Stage,
  events: readonly CheckedEvent[],
  waits: boolean,
): Promise<EventsBefore> {
  const registering = new Set(events.filter(({ key }) => key === null).map(({ partnerId }) => partnerId));
  const isKnown = partnerLookup(stage);
  const partners = new Set<string>();
  if (waits || registering.size <= PARTNERS_LOOKED_UP) {
    for (const partnerId of registering) if ((await isKnown(partnerId)) === true) partners.add(partnerId);
  }
  const newest = new Map<string, string>();
  const cases = waits ? Map.groupBy(events, caseName) : new Map<string, CheckedEvent[]>();
  for (const [name, [event]] of cases) {
    const [entry] = (event?.key && (await stage.api.caseFile(event.key)))?.timeline ?? [];
    if (entry) newest.set(name, eventName(entry));
  }
  return { partners, newest };
}

/** Waits until the stage shows these events. `longest` is for all of them together. */
export async function awaitEvents(
  stage: Stage,
  events: readonly CheckedEvent[],
  before: EventsBefore,
  { longest, progress }: WaitOptions,
): Promise<SentEventState[]> {
  const endsAt = Date.now() + longest;
  const timeLeft = () => ({ longest: Math.max(0, endsAt - Date.now()), progress });
  const states: SentEventState[] = [];
  const now = await stage.now();
  for (const [partnerId, ofPartner] of Map.groupBy(events, (event) => event.partnerId)) {
    const registrations = ofPartner.filter(({ key }) => key === null);
    const known =
      registrations.length > 0
        ? await untilPartnerIsKnown(stage.api, partnerId, now, timeLeft())
        : await isPartnerKnown(stage.api, partnerId, now);
    const repeat = known && !before.partners.has(partnerId) ? false : null;
    for (const event of registrations)
      states.push({ event, state: known ? 'known' : 'not-yet', entry: null, repeat });
    const ofCases = ofPartner.flatMap((event) => (event.key === null ? [] : [{ ...event, key: event.key }]));
    for (const group of Map.groupBy(ofCases, caseName).values()) {
      if (known) states.push(...(await awaitEventsOfCase(stage, group, before, timeLeft())));
      else
        for (const event of group)
          states.push({ event, state: 'partner-unknown', entry: null, repeat: null });
    }
  }
  return states;
}

async function awaitEventsOfCase(
  { api }: Stage,
  group: readonly (CheckedEvent & { key: CaseKey })[],
  { newest }: EventsBefore,
  options: WaitOptions,
): Promise<SentEventState[]> {
  const [first] = group;
  if (!first) return [];
  const { timeline = [] } = (await untilCaseShows(api, first.key, group, options)) ?? {};
  const places = new Map(timeline.map((entry, index) => [eventName(entry), index]));
  // The timeline is newest first: what stands at or after the formerly newest entry was there before.
  const formerlyNewest = places.get(newest.get(caseName(first)) ?? '') ?? Number.POSITIVE_INFINITY;
  return group.map((event) => {
    const place = places.get(eventName(event));
    const entry = place === undefined ? null : (timeline[place] ?? null);
    if (place === undefined || entry === null) return { event, state: 'not-yet', entry: null, repeat: null };
    return { event, state: 'decided', entry, repeat: place >= formerlyNewest };
  });
}

/** A text that identifies the case of an event; or its partner, if it is about no customer. */
export function caseName({ partnerId, key }: CheckedEvent): string {
  return `${partnerId}/${key?.tenantId ?? ''}`;
}
