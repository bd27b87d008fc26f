import type { QueuePair, Stage } from '../stage/stage.ts';
import type { Progress } from '../terminal/progress.ts';
import { count } from '../terminal/words.ts';
import type { DeadLetter } from './dead-letter.ts';
import { readDeadLetters } from './dead-letters.ts';
import { type Diagnosis, diagnose } from './diagnose.ts';
import { partnersOf } from './partners.ts';
import { SavedDeadLetters } from './save.ts';
import { type DeadLetterSummary, summarizeDeadLetters } from './summary.ts';

/** Which messages are to be deleted, and how. */
export interface DiscardRequest {
  isMeant(diagnosis: Diagnosis): boolean;
  /** Those sent later are left; epoch milliseconds. */
  readonly latest: number;
  /** Also those that a redrive would help. */
  readonly force: boolean;
  /** Otherwise nothing is changed. */
  readonly doIt: boolean;
  /** A new file for copies. */
  readonly path: string | null;
}

/** What became of messages that were to be deleted. */
export interface Discarded {
  readonly gone: readonly DeadLetterSummary[];
  /** Left, because a redrive helps or may help. */
  readonly kept: readonly DeadLetterSummary[];
  /** Left, because they came later than `latest`. */
  readonly later: number;
  readonly undeleted: number;
  /** Whether all messages of the queue were seen. */
  readonly complete: boolean;
  /** When the newest of `gone` was sent, as an instant; `null` when there is none. */
  readonly newest: string | null;
}

/** Deletes messages of a dead-letter queue, each after its copy is on the disk. @throws CliError as {@link SavedDeadLetters} */
export async function discard(
  stage: Stage,
  pair: QueuePair,
  { isMeant, latest, force, doIt, path }: DiscardRequest,
  progress: Progress,
): Promise<Discarded> {
  const isKnown = partnersOf(stage);
  const box = readDeadLetters(stage, pair);
  const saved = path === null || !doIt ? null : await SavedDeadLetters.create(path);
  const gone: DeadLetterSummary[] = [];
  const kept: DeadLetterSummary[] = [];
  let [later, undeleted, newest] = [0, 0, Number.NEGATIVE_INFINITY];
  const remember = (diagnosis: Diagnosis) => {
    gone.push(summarizeDeadLetters(diagnosis));
    newest = Math.max(newest, diagnosis.letter.sentAt ?? newest);
  };
  /** @returns those that stay */
  const work = async (letters: readonly DeadLetter[]): Promise<readonly DeadLetter[]> => {
    const all = await Promise.all(letters.map((letter) => diagnose(pair.name, letter, isKnown)));
    const meant = all.filter(isMeant);
    const inTime = meant.filter(({ letter }) => letter.sentAt === null || letter.sentAt <= latest);
    later += meant.length - inTime.length;
    const chosen = inTime.filter(({ why }) => force || !(why.redriveHelps || why.unsure));
    kept.push(...inTime.filter((one) => !chosen.includes(one)).map(summarizeDeadLetters));
    if (!doIt) {
      chosen.forEach(remember);
      return letters;
    }
    const going = chosen.map(({ letter }) => letter);
    if (going.length > 0) await saved?.add(pair.name, going);
    const left = await box.delete(going);
    undeleted += left.length;
    chosen.filter(({ letter }) => !left.includes(letter)).forEach(remember);
    progress.tell(`${count(gone.length, 'message')} deleted`);
    return letters.filter((one) => !going.includes(one) || left.includes(one));
  };
  try {
    const complete = await box.handle(work);
    const sent = Number.isFinite(newest) ? new Date(newest).toISOString() : null;
    return { gone, kept, later, undeleted, complete, newest: sent };
  } finally {
    await saved?.close();
  }
}
