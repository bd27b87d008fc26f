import { type FileHandle, open } from 'node:fs/promises';
import { CliError } from '../errors.ts';
import type { DeadLetter } from './dead-letter.ts';

/**
 * A file that keeps discarded messages, one a line; `replay` reads it. It holds what the events hold, names and addresses
 * too: only its owner may read it.
 */
export class SavedDeadLetters {
  readonly #file: FileHandle;
  readonly #path: string;

  private constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  /** @throws CliError when the file is there already, or cannot be written */
  static async create(path: string): Promise<SavedDeadLetters> {
    try {
      return new SavedDeadLetters(await open(path, 'wx', 0o600), path);
    } catch (cause) {
      const there = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
      throw new CliError('no-file', `${path} ${there ? 'is there already' : 'cannot be written'}.`, {
        fix: 'Name another file with --save.',
        cause,
      });
    }
  }

  /** Writes messages; all of them are on the disk when this resolves. @throws CliError when they are not */
  async add(queue: string, letters: readonly DeadLetter[]): Promise<void> {
    const lines = letters.map(({ id, sentAt, errorCode, errorDetail, attributes, body }) =>
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
      // Not `write`, which may write a part and say so in a number.
      await this.#file.appendFile(lines.map((line) => `${line}\n`).join(''));
      await this.#file.sync();
    } catch (cause) {
      const why = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
      throw new CliError('not-saved', `${this.#path} cannot be written to${why}.`, {
        fix: 'What is not in it was not deleted. Its last line may be broken. Free space, then name another file.',
        cause,
      });
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
