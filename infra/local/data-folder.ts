import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Where the stack keeps its state across restarts. */
export interface DataFolder {
  readonly items: KeptFile;
  readonly messages: KeptFile;
  readonly mails: KeptFile;
  readonly secrets: KeptFile;
  readonly clock: KeptFile;
  readonly logs: KeptFile;
  /** Lets another stack take the folder. */
  release(): void;
}

/** A file that keeps state. */
export interface KeptFile {
  readonly path: string;
  /** Runs work that writes the file. If it fails, the stack hears of it before the caller does. */
  write<Result>(work: () => Result): Result;
}

/** The folder cannot be had or written; the message says why and is all that a person needs. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
  readonly code = 'data-folder';
}

/**
 * Takes a data folder for this process.
 * @param onWriteFailure hears that a file could not be written. What is not kept must not be answered: end the stack
 * @throws DataFolderError when another stack is using it, when it is none and cannot become one, or when it has the items of
 * an earlier version
 */
export function openDataFolder(
  folder: string,
  onWriteFailure: (error: DataFolderError) => void = () => {},
): DataFolder {
  const lock = lockOf(folder);
  if (existsSync(join(folder, 'dynamodb'))) {
    lock.close();
    throw new DataFolderError(
      `data folder ${folder} was made by an earlier version; start with an empty folder`,
    );
  }
  const file = (name: string) =>
    keptFile(join(folder, name), (cause) =>
      onWriteFailure(new DataFolderError(whyNotWritten(folder, cause), { cause })),
    );
  return {
    items: file('items.db'),
    messages: file('messages.db'),
    mails: file('mails.jsonl'),
    secrets: file('secrets.json'),
    clock: file('clock-offset'),
    logs: file('functions.log'),
    release: () => lock.close(),
  };
}

/** A file, and who hears that it could not be written. */
export function keptFile(path: string, onWriteFailure: (cause: unknown) => void = () => {}): KeptFile {
  return {
    path,
    write(work) {
      try {
        return work();
      } catch (cause) {
        onWriteFailure(cause);
        throw cause;
      }
    },
  };
}

/** Writes a whole file. A kill leaves the old one or the new one, because a rename is atomic. */
export function replaceFile({ path, write }: KeptFile, text: string): void {
  write(() => {
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  });
}

/** Runs work that reaches the file whole or not at all. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk has ended the transaction already.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** A lock that the system releases when the process is killed, on every platform. */
function lockOf(folder: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    lock = new DatabaseSync(join(folder, 'lock.db'));
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock?.close();
    throw new DataFolderError(whyNot(folder, cause), { cause });
  }
}

/** SQLite: somebody else holds the lock. */
const busy = 5;

/** SQLite: the disk is full. */
const full = 13;

function whyNotWritten(folder: string, cause: unknown): string {
  const isFull =
    cause instanceof Error &&
    (('errcode' in cause && cause.errcode === full) || ('code' in cause && cause.code === 'ENOSPC'));
  const reason = isFull ? 'the disk is full' : cause instanceof Error ? cause.message : String(cause);
  return `data folder ${folder} cannot be written: ${reason}. The stack ends, and keeps all that it accepted`;
}

function whyNot(folder: string, cause: unknown): string {
  if (!(cause instanceof Error)) return `data folder ${folder} cannot be used`;
  if ('errcode' in cause && cause.errcode === busy)
    return `data folder ${folder} is in use by another local stack`;
  if ('code' in cause && (cause.code === 'EEXIST' || cause.code === 'ENOTDIR'))
    return `data folder ${folder} is a file, or inside one`;
  return `data folder ${folder} cannot be used: ${cause.message}`;
}
