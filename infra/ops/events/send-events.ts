import { setTimeout as pause } from 'node:timers/promises';
import { CliError, toCliError } from '../errors.ts';
import type { Api } from '../stage/api.ts';
import type { Progress } from '../terminal/progress.ts';
import { count } from '../terminal/words.ts';
import type { CheckedEvent } from './check-events.ts';

/** The most events of one request (contract §8). */
const ENTRIES = 100;
/** The most bytes of one request. Lambda accepts 6 MB, which includes the escaped body and its envelope. */
const BYTES = 4 * 1024 * 1024;

/**
 * Publishes events in their order, in as few requests as possible.
 * @param rate the most events in a second
 * @throws CliError that says how many events were accepted before
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
        sent === 0
          ? ''
          : ` ${count(sent, 'event')} had been accepted before; sending them again does no harm.`;
      throw new CliError(code, `${message}${before}`, { fix, faults, cause: error });
    }
    sent += batch.length;
    if (events.length > ENTRIES) progress.report(`${sent} of ${count(events.length, 'event')} sent`);
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
