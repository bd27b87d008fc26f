import { setTimeout as pause } from 'node:timers/promises';
import { CliError, toCliError } from '../errors.ts';
import type { Api } from '../stage/api.ts';
import type { Progress } from '../terminal/progress.ts';
import { count } from '../terminal/words.ts';
import type { CheckedEvent } from './check-events.ts';

/** Most events of a request (contract §8). */
const ENTRIES = 100;
/** Lambda takes 6 MB; JSON's own signs and the event around the body need room. */
const BYTES = 4 * 1024 * 1024;

/**
 * Publishes events in their order, in as few requests as there may be.
 * @param rate most events a second
 * @throws CliError that says how many were taken before
 */
export async function sendEvents(
  api: Pick<Api, 'publish'>,
  events: readonly CheckedEvent[],
  rate: number,
  progress: Progress,
): Promise<void> {
  const startedAt = Date.now();
  let sent = 0;
  for (const batch of batchesOf(events, Math.min(ENTRIES, rate))) {
    const early = startedAt + (sent / rate) * 1000 - Date.now();
    if (early > 0) await pause(early);
    try {
      await api.publish(batch.map(({ value }) => value));
    } catch (error) {
      const { code, message, fix, faults } = toCliError(error);
      const before =
        sent === 0 ? '' : ` ${count(sent, 'event')} had been taken before; sending them again does no harm.`;
      throw new CliError(code, `${message}${before}`, { fix, faults, cause: error });
    }
    sent += batch.length;
    if (events.length > ENTRIES) progress.tell(`${sent} of ${count(events.length, 'event')} sent`);
  }
}

function batchesOf(events: readonly CheckedEvent[], most: number): CheckedEvent[][] {
  const batches: CheckedEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const last = batches.at(-1);
    if (!last || last.length >= most || bytes + event.bytes > BYTES) {
      batches.push([event]);
      bytes = event.bytes;
    } else {
      last.push(event);
      bytes += event.bytes;
    }
  }
  return batches;
}
