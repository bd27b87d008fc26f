import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import type { Queue, QueueMessage } from './fauxqs.ts';

type Row = Record<string, SQLOutputValue>;

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS messages (
    id TEXT PRIMARY KEY, queue TEXT NOT NULL, message TEXT NOT NULL, delay_until INTEGER,
    receive_count INTEGER NOT NULL, first_received INTEGER, receipt_handle TEXT, visible_at INTEGER
  );
  CREATE INDEX IF NOT EXISTS messages_by_queue ON messages (queue)`;

/**
 * Keeps every message on disk before its sender hears of it, so that a killed process loses none. SQLite's log survives
 * the end of the process without a sync for each message; only a power cut could take the newest ones.
 * Its methods are the ones that fauxqs's queue calls on its persistence.
 */
export class MessageJournal {
  readonly #database: DatabaseSync;
  readonly #insert;
  readonly #delete;
  readonly #receive;
  readonly #release;
  readonly #shift;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec(schema);
    this.#insert = this.#database.prepare(
      `INSERT OR REPLACE INTO messages (id, queue, message, delay_until, receive_count, first_received)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#delete = this.#database.prepare('DELETE FROM messages WHERE id = ?');
    this.#receive = this.#database.prepare(
      'UPDATE messages SET receipt_handle = ?, visible_at = ?, receive_count = ?, first_received = ? WHERE id = ?',
    );
    this.#release = this.#database.prepare(
      'UPDATE messages SET receipt_handle = NULL, visible_at = NULL WHERE id = ?',
    );
    this.#shift = this.#database.prepare(
      'UPDATE messages SET delay_until = delay_until - ?1, visible_at = visible_at - ?1 WHERE queue = ?2',
    );
  }

  /** Fills a queue with what was kept of it, then keeps what happens to it. */
  attach(queue: Queue): void {
    const rows = this.#database
      .prepare('SELECT * FROM messages WHERE queue = ? ORDER BY rowid')
      .all(queue.name);
    for (const row of rows) restore(queue, row);
    // A move to the dead-letter queue is a delete and an insert: one transaction, or a kill between them loses the message.
    const dequeue = queue.dequeue.bind(queue);
    Object.assign(queue, {
      persistence: this,
      dequeue: (...args: Parameters<Queue['dequeue']>) => this.#atomically(() => dequeue(...args)),
    });
  }

  insertMessage(queue: string, message: QueueMessage): void {
    const { messageId, delayUntil, approximateReceiveCount, approximateFirstReceiveTimestamp } = message;
    const text = JSON.stringify(message);
    const first = approximateFirstReceiveTimestamp ?? null;
    this.#insert.run(messageId, queue, text, delayUntil ?? null, approximateReceiveCount, first);
  }

  deleteMessage(id: string): void {
    this.#delete.run(id);
  }

  updateMessageInflight(id: string, handle: string, visibleAt: number, count: number, first?: number): void {
    this.#receive.run(handle, visibleAt, count, first ?? null, id);
  }

  updateMessageReady(id: string): void {
    this.#release.run(id);
  }

  deleteQueueMessages(queue: string): void {
    this.#database.prepare('DELETE FROM messages WHERE queue = ?').run(queue);
  }

  /** Attributes come from the template at every start. */
  updateQueueAttributes(): void {}

  /** Brings a queue's delays and visibility deadlines forward by so many milliseconds. */
  advanceTime(queue: string, milliseconds: number): void {
    this.#shift.run(milliseconds, queue);
  }

  close(): void {
    this.#database.close();
  }

  #atomically<Result>(work: () => Result): Result {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

function restore(queue: Queue, row: Row): void {
  const message: QueueMessage = JSON.parse(String(row.message));
  message.approximateReceiveCount = Number(row.receive_count);
  if (typeof row.first_received === 'number') message.approximateFirstReceiveTimestamp = row.first_received;
  if (typeof row.receipt_handle === 'string' && Number(row.visible_at) > Date.now()) {
    const receiptHandle = row.receipt_handle;
    queue.inflightMessages.set(receiptHandle, {
      message,
      receiptHandle,
      visibilityDeadline: Number(row.visible_at),
    });
  } else if (typeof row.delay_until === 'number' && row.delay_until > Date.now()) {
    queue.delayedMessages.push({ ...message, delayUntil: row.delay_until });
  } else {
    queue.messages.push(message);
  }
}
