import { setTimeout as pause } from 'node:timers/promises';
import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import { definitionOf } from '../../../shared/events/catalogue.ts';
import { CliError } from '../errors.ts';
import type { Api, CaseKey } from '../stage/api.ts';
import type { Progress } from '../terminal/progress.ts';
import { type Entry, readCase } from './read-case.ts';

const FIRST_LOOK = 50;
const LONGEST_PAUSE = 1_000;

/** How long is waited for something, and who is told. */
export interface WaitOptions {
  /** Milliseconds. */
  readonly longest: number;
  readonly progress: Progress;
}

/**
 * Looks again and again, less often with time, until there is something to see.
 * @returns what `look` found, or `null` when it found nothing in time
 */
export async function until<Found>(
  what: string,
  { longest, progress }: WaitOptions,
  look: () => Promise<Found | null>,
): Promise<Found | null> {
  const startedAt = Date.now();
  for (let wait = FIRST_LOOK; ; wait = Math.min(LONGEST_PAUSE, wait * 1.5)) {
    const found = await look();
    if (found !== null) return found;
    const waited = Date.now() - startedAt;
    if (waited >= longest) return null;
    progress.tell(`waiting for ${what}, ${Math.round(waited / 1000)} s`);
    await pause(Math.min(wait, longest - waited));
  }
}

/** What names an event. */
export interface EventName {
  readonly source: string;
  readonly id: string;
}

/** Waits until a case file shows all these events. @returns the case file, or `null` when it did not in time */
export function untilCaseShows(
  api: Api,
  key: CaseKey,
  events: readonly EventName[],
  patience: WaitOptions,
): Promise<CaseFile | null> {
  return until('the decision', patience, async () => {
    const wanted = new Set(events.map(nameOf));
    const shows = (timeline: readonly Entry[]) => wanted.isSubsetOf(new Set(timeline.map(nameOf)));
    const file = await readCase(api, key, shows);
    return file && shows(file.timeline) ? file : null;
  });
}

/**
 * Waits until a partner is known: what would be decided for a made-up customer then has an answer. Changes nothing.
 * @returns whether it is
 */
export async function untilPartnerIsKnown(
  api: Api,
  partnerId: string,
  now: Date,
  patience: WaitOptions,
): Promise<boolean> {
  const known = await until('the partner', patience, async () =>
    (await isPartnerKnown(api, partnerId, now)) ? true : null,
  );
  return known === true;
}

/** Whether a partner is registered, as the stage knows now. */
export async function isPartnerKnown(api: Api, partnerId: string, now: Date): Promise<boolean> {
  const type = 'subscription.ingested';
  const data = { ...definitionOf(type)?.example, partnerId };
  try {
    await api.decide({
      specversion: '1.0',
      id: 'ops-asks',
      source: '/ops',
      type,
      time: now.toISOString(),
      data,
    });
    return true;
  } catch (error) {
    if (error instanceof CliError && error.code === 'unknown-partner') return false;
    throw error;
  }
}

/** One text for a source and an id: no other pair has it. */
export function nameOf({ source, id }: EventName): string {
  return JSON.stringify([source, id]);
}
