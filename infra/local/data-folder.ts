import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Where the stack keeps its state across restarts. */
export interface DataFolder {
  readonly dynamodb: string;
  readonly messages: string;
  readonly mails: string;
  readonly secrets: string;
  readonly clock: string;
  readonly logs: string;
  /** Lets another stack take the folder. */
  release(): void;
}

/**
 * Takes a data folder for this process.
 * @throws Error when another stack is using it
 */
export function openDataFolder(folder: string): DataFolder {
  mkdirSync(folder, { recursive: true });
  // A lock that the system lifts by itself when the process is killed, on every platform.
  const lock = new DatabaseSync(join(folder, 'lock.db'));
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new Error(`data folder ${folder} is in use by another local stack`, { cause });
  }
  return {
    dynamodb: join(folder, 'dynamodb'),
    messages: join(folder, 'messages.db'),
    mails: join(folder, 'mails.jsonl'),
    secrets: join(folder, 'secrets.json'),
    clock: join(folder, 'clock-offset'),
    logs: join(folder, 'functions.log'),
    release: () => lock.close(),
  };
}
