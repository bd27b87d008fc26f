import { createRequire, findPackageJSON } from 'node:module';
import { DatabaseSync } from 'node:sqlite';
import { inTransaction, type KeptFile, keptFile } from './data-folder.ts';

type Bytes = Uint8Array;
type Operation =
  | { readonly type: 'put'; readonly key: Bytes; readonly value: Bytes }
  | { readonly type: 'del'; readonly key: Bytes };

/** What we need of memory-level's class, which dynalite brings along. */
interface MemoryStore {
  _put(key: Bytes, value: Bytes, options: unknown): Promise<void>;
  _del(key: Bytes, options: unknown): Promise<void>;
  _batch(operations: readonly Operation[], options: unknown): Promise<void>;
  _close(): Promise<void>;
}
type MemoryStoreClass = new (options: object) => MemoryStore;

/**
 * Lets dynalite keep its items in memory and in an SQLite file, instead of LevelDB. The LevelDB 1.20 of classic-level 3.0.0 can
 * bring back an old version of an item: a compaction splits the versions of one key over two files, then moves only one of them
 * (https://github.com/google/leveldb/issues/339). Call it before dynalite is loaded.
 */
export function keepItemsInSqlite(): void {
  const load = createRequire(findPackageJSON('dynalite', import.meta.url) ?? import.meta.url);
  const { MemoryLevel }: { MemoryLevel: MemoryStoreClass } = load('memory-level');
  load('level').Level = storeClass(MemoryLevel);
}

const files = new Map<string, KeptFile>();

/** Makes a file known by its path, because a path is all that dynalite passes on. @returns the path */
export function itemsPath(file: KeptFile): string {
  files.set(file.path, file);
  return file.path;
}

/** A class that dynalite constructs as it would LevelDB's: with a path and options. */
function storeClass(MemoryLevel: MemoryStoreClass) {
  return class SqliteLevel extends MemoryLevel {
    readonly #file: KeptFile;
    readonly #database: DatabaseSync;
    readonly #put;
    readonly #del;

    constructor(path: string, options: object) {
      super(options);
      this.#file = files.get(path) ?? keptFile(path);
      this.#database = new DatabaseSync(path);
      this.#file.write(() =>
        this.#database.exec(`
          PRAGMA journal_mode = WAL;
          PRAGMA synchronous = NORMAL;
          CREATE TABLE IF NOT EXISTS items (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID`),
      );
      this.#put = this.#database.prepare('INSERT OR REPLACE INTO items (key, value) VALUES (?, ?)');
      this.#del = this.#database.prepare('DELETE FROM items WHERE key = ?');
      const kept = this.#database
        .prepare('SELECT key, value FROM items')
        .all()
        .map(({ key, value }): Operation => ({ type: 'put', key: toBytes(key), value: toBytes(value) }));
      // It does its work before it returns.
      void super._batch(kept, {});
    }

    override async _put(key: Bytes, value: Bytes, options: unknown): Promise<void> {
      this.#file.write(() => this.#put.run(key, value));
      await super._put(key, value, options);
    }

    override async _del(key: Bytes, options: unknown): Promise<void> {
      this.#file.write(() => this.#del.run(key));
      await super._del(key, options);
    }

    override async _batch(operations: readonly Operation[], options: unknown): Promise<void> {
      this.#file.write(() =>
        inTransaction(this.#database, () => {
          for (const operation of operations) {
            if (operation.type === 'put') this.#put.run(operation.key, operation.value);
            else this.#del.run(operation.key);
          }
        }),
      );
      await super._batch(operations, options);
    }

    /** dynalite does not clear; memory-level's own way would leave everything on disk. */
    _clear(): never {
      throw new Error('not supported');
    }

    override async _close(): Promise<void> {
      await super._close();
      this.#database.close();
    }
  };
}

function toBytes(value: unknown): Buffer {
  if (!(value instanceof Uint8Array)) throw new Error('items.db holds something that is no item');
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
