import type { Column, Row, StyledText, Tone } from '../terminal/text-output.ts';
import type { Entry } from './read-case.ts';

const RESULTS: Readonly<Record<Entry['result'], Tone>> = {
  applied: 'good',
  parked: 'warn',
  stale: 'dim',
  ignored: 'dim',
  refused: 'bad',
};

/** The columns of {@link decisionRow}. */
export const DECISION_COLUMNS: readonly Column[] = [{ head: 'event' }, { head: 'result' }];

/** What became of an event, as a row. */
export function decisionRow(entry: Entry): StyledText[] {
  return [entry.type, { text: entry.result, tone: RESULTS[entry.result] }];
}

/** What was decided, below that row; nothing where nothing was. */
export function decisionNote(entry: Entry, indent: number): Row[] {
  const below = decided(entry);
  return below === '' ? [] : [{ below, indent }];
}

/** The rule, the reason, and what changed, in a line. */
export function decided({ rule, chain, reason, decisions, changes }: Entry): string {
  const by =
    rule === null ? [] : [chain === null || chain === rule ? `rule ${rule}` : `rule ${rule} → ${chain}`];
  const why = reason === null ? [] : [`reason ${reason}`];
  const what = decisions
    .filter(({ status, previousStatus }) => status !== previousStatus)
    .map(({ subscriptionId, previousStatus, status }) =>
      previousStatus === null
        ? `${subscriptionId} is ${status}`
        : `${subscriptionId} ${previousStatus} → ${status}`,
    );
  const shown = what.length > 5 ? [...what.slice(0, 4), `and ${what.length - 4} more`] : what;
  const moved = changes.flatMap((change) =>
    change.kind === 'relationship' ? [`relationship ${change.previousStatus} → ${change.status}`] : [],
  );
  return [...by, ...why, ...shown, ...moved].join('; ');
}
