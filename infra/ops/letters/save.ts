import { type FileHandle, open } from 'node:fs/promises';
import { Trouble } from '../trouble.ts';
import type { Letter } from './letter.ts';

/**
 * A file that keeps discarded messages, one a line; `replay` reads it. It holds what the events hold, names and addresses
 * too: only its owner may read it.
 */
export class SavedLetters {
  readonly #file: FileHandle;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** @throws Trouble when the file is there already, or cannot be written */
  static async create(path: string): Promise<SavedLetters> {
    try {
      return new SavedLetters(await open(path, 'wx', 0o600));
    } catch (cause) {
      const there = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
      throw new Trouble('no-file', `${path} ${there ? 'is there already' : 'cannot be written'}.`, {
        fix: 'Name another file with --save.',
        cause,
      });
    }
  }

  /** Writes messages; they are on the disk when this resolves. */
  async add(queue: string, letters: readonly Letter[]): Promise<void> {
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
    await this.#file.write(lines.map((line) => `${line}\n`).join(''));
    await this.#file.sync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
