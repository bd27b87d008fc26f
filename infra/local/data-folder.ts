import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Where the stack keeps its state across restarts. */
export interface DataFolder {
  readonly items: string;
  readonly messages: string;
  readonly mails: string;
  readonly secrets: string;
  readonly clock: string;
  readonly logs: string;
  /** Lets another stack take the folder. */
  release(): void;
}

/** The folder cannot be had; the message says why and is all that a person needs. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
  readonly code = 'data-folder';
}

/**
 * Takes a data folder for this process.
 * @throws DataFolderError when another stack is using it, when it is none and cannot become one, or when it has the items of
 * an earlier version
 */
export function openDataFolder(folder: string): DataFolder {
  const lock = lockOf(folder);
  if (existsSync(join(folder, 'dynamodb'))) {
    lock.close();
    throw new DataFolderError(
      `data folder ${folder} was made by an earlier version; start with an empty folder`,
    );
  }
  return {
    items: join(folder, 'items.db'),
    messages: join(folder, 'messages.db'),
    mails: join(folder, 'mails.jsonl'),
    secrets: join(folder, 'secrets.json'),
    clock: join(folder, 'clock-offset'),
    logs: join(folder, 'functions.log'),
    release: () => lock.close(),
  };
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

function whyNot(folder: string, cause: unknown): string {
  if (!(cause instanceof Error)) return `data folder ${folder} cannot be used`;
  if ('errcode' in cause && cause.errcode === busy)
    return `data folder ${folder} is in use by another local stack`;
  if ('code' in cause && (cause.code === 'EEXIST' || cause.code === 'ENOTDIR'))
    return `data folder ${folder} is a file, or inside one`;
  return `data folder ${folder} cannot be used: ${cause.message}`;
}
