import { type FileHandle, open } from 'node:fs/promises';
import { partnerLookup } from '../cases/partner-lookup.ts';
import { CliError } from '../errors.ts';
import type { QueuePair, Stage } from '../stage/stage.ts';
import type { Progress } from '../terminal/progress.ts';
import { count } from '../terminal/words.ts';
import { type DeadLetter, openDeadLetterQueue } from './dead-letter-queue.ts';
import { type Diagnosis, diagnose } from './diagnose.ts';
import { type DeadLetterSummary, summarizeDeadLetter } from './print-dead-letters.ts';

/** Which messages to delete, and how. */
export interface DiscardRequest {
  isSelected(diagnosis: Diagnosis): boolean;
  /** Messages sent later stay; epoch milliseconds. */
  readonly latest: number;
  /** Delete also the messages that a redrive helps. */
  readonly force: boolean;
  /** Change nothing. */
  readonly dryRun: boolean;
  /** A new file for copies. */
  readonly copyTo: string | null;
}

/** The result of a discard. */
export interface Discarded {
  readonly discarded: readonly DeadLetterSummary[];
  /** Left, because a redrive helps or may help. */
  readonly kept: readonly DeadLetterSummary[];
  /** Left, because they were sent after `latest`. */
  readonly later: number;
  readonly undeleted: number;
  /** Whether every message of the queue was seen. */
  readonly complete: boolean;
  /** When the newest discarded message was sent, as an instant; `null` without one. */
  readonly newest: string | null;
}

/** Deletes messages of a dead-letter queue, each after its copy is on the disk. @throws CliError if a copy cannot be written */
export async function discard(
  stage: Stage,
  queue: QueuePair,
  { isSelected, latest, force, dryRun, copyTo }: DiscardRequest,
  progress: Progress,
): Promise<Discarded> {
  const lookup = partnerLookup(stage);
  const deadLetterQueue = openDeadLetterQueue(stage, queue);
  const copies = copyTo === null || dryRun ? null : await SavedDeadLetters.create(copyTo);
  const discarded: DeadLetterSummary[] = [];
  const kept: DeadLetterSummary[] = [];
  let [later, undeleted, newest] = [0, 0, Number.NEGATIVE_INFINITY];
  const remember = (diagnosis: Diagnosis) => {
    discarded.push(summarizeDeadLetter(diagnosis));
    newest = Math.max(newest, diagnosis.deadLetter.sentAt ?? newest);
  };
  try {
    const complete = await deadLetterQueue.workThrough(async (messages) => {
      const diagnoses = await Promise.all(messages.map((one) => diagnose(queue.name, one, lookup)));
      const selected = diagnoses.filter(isSelected);
      const inTime = selected.filter(({ deadLetter: { sentAt } }) => sentAt === null || sentAt <= latest);
      later += selected.length - inTime.length;
      const chosen = inTime.filter(({ cause }) => force || !(cause.redriveHelps || cause.unsure));
      kept.push(...inTime.filter((one) => !chosen.includes(one)).map(summarizeDeadLetter));
      if (dryRun) {
        chosen.forEach(remember);
        return messages;
      }
      const toDelete = chosen.map(({ deadLetter }) => deadLetter);
      if (toDelete.length > 0) await copies?.add(queue.name, toDelete);
      const left = await deadLetterQueue.delete(toDelete);
      undeleted += left.length;
      chosen.filter(({ deadLetter }) => !left.includes(deadLetter)).forEach(remember);
      progress.report(`${count(discarded.length, 'message')} deleted`);
      return messages.filter((one) => !toDelete.includes(one) || left.includes(one));
    });
    const newestSent = Number.isFinite(newest) ? new Date(newest).toISOString() : null;
    return { discarded, kept, later, undeleted, complete, newest: newestSent };
  } finally {
    await copies?.close();
  }
}

/**
 * A file with copies of discarded messages, one a line, for `replay`. It contains personal data if the events do, so only
 * its owner may read it.
 */
export class SavedDeadLetters {
  readonly #file: FileHandle;
  readonly #path: string;

  private constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  /** @throws CliError if the file exists or cannot be written */
  static async create(path: string): Promise<SavedDeadLetters> {
    try {
      return new SavedDeadLetters(await open(path, 'wx', 0o600), path);
    } catch (cause) {
      const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
      throw new CliError('no-file', `${path} ${exists ? 'exists already' : 'cannot be written'}.`, {
        fix: 'Name another file with --save.',
        cause,
      });
    }
  }

  /** Writes messages. They are on the disk when this resolves. @throws CliError if they are not */
  async add(queue: string, messages: readonly DeadLetter[]): Promise<void> {
    const lines = messages.map(({ id, sentAt, errorCode, errorDetail, attributes, body }) =>
      JSON.stringify({
        savedFrom: queue,
        messageId: id,
        sentAt: sentAt === null ? null : new Date(sentAt).toISOString(),
        errorCode,
        errorDetail,
        attributes,
        body,
      }),
    );
    try {
      // `write` may write a part only.
      await this.#file.appendFile(lines.map((line) => `${line}\n`).join(''));
      await this.#file.sync();
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
      throw new CliError('not-saved', `${this.#path} cannot be written${code}.`, {
        fix: 'Only messages in the file were deleted. Its last line may be incomplete. Free space, then name another file.',
        cause,
      });
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
