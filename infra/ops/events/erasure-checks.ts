import { CliError } from '../errors.ts';
import { next, type Stage } from '../stage/stage.ts';
import type { TextOutput } from '../terminal/text-output.ts';
import { count } from '../terminal/words.ts';
import type { CheckedEvent } from './check-events.ts';

/** Clocks may differ by this much, in milliseconds. */
const CLOCKS = 5 * 60_000;

/** What the option `--yes` of a command that sends any events is about. */
export const YES_TO_ERASURES = {
  yes: { about: 'sends customer.erased too, which cannot be taken back' },
} as const;

/**
 * Makes sure that no customer is erased by the way: an event looks like any other, and cannot be taken back.
 * @param isMeant the command line has `--yes`
 * @throws CliError that names the command made for it
 */
export function refuseErasures(
  events: readonly CheckedEvent[],
  isMeant: boolean,
  stage: Pick<Stage, 'flags'>,
): void {
  const erasures = events.filter(({ type }) => type === 'customer.erased');
  const [first] = erasures;
  if (isMeant || !first) return;
  const which =
    events.length === 1
      ? 'customer.erased erases'
      : `${count(erasures.length, 'event')} of ${events.length} ${erasures.length === 1 ? 'is' : 'are'} customer.erased and ${erasures.length === 1 ? 'erases' : 'erase'}`;
  throw new CliError(
    'would-erase',
    `${which} personal data, which cannot be taken back. Nothing was sent; --yes sends it.`,
    {
      fix: '`erase` also checks that it was done, and clears the dead-letter queues:',
      run: next(stage, `erase ${first.partnerId} ${first.key?.tenantId ?? ''}`),
    },
  );
}

/** How many events say that they happen in the future, by more than clocks differ. */
export function eventsAhead(events: readonly CheckedEvent[], now: Date): number {
  return events.filter(({ at }) => at > now.getTime() + CLOCKS).length;
}

/** Warns of events from the future. @param ahead as {@link eventsAhead} */
export function printEventsAhead(page: TextOutput, ahead: number): void {
  if (ahead === 0) return;
  const text = `${count(ahead, 'event')} ${ahead === 1 ? 'has a time' : 'have times'} more than 5 minutes ahead: what happens before that time may count as out of date.`;
  page.line({ text, tone: 'warn' });
}
