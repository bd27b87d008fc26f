import type { DueMessage } from '../../shared/intake/due-message.ts';
import { EffectsUnsent } from '../../shared/runtime/errors.ts';
import type { Queue } from '../../shared/runtime/queue.ts';
import type { TimeLeft } from '../../shared/runtime/queue-consumer.ts';
import { caseKeyOf, DUE_SHARDS, dueShard } from '../../shared/store/indexes.ts';
import { type Item, type Table, text } from '../../shared/store/table.ts';

/** What a sweep needs of the world. */
export interface DueWorkDependencies {
  readonly table: Table;
  /** The queue `due-cases`. */
  readonly due: Queue;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
}

/** What a sweep found. */
export interface DueWork {
  readonly found: number;
  /** Since when the oldest of them is due, in seconds. */
  readonly behind: number;
}

const INDEX = { name: 'due', partition: 'dueShard', sort: 'dueAt' } as const;
const PAGE = 200;

/**
 * Finds the cases for which time has brought about something and puts each on its queue. Reads in proportion to what is
 * due, however many cases wait (sparse index). A case that is found twice is due once: the second message changes nothing.
 * @returns what was found; what is left when time runs out is found by the next sweep
 * @throws EffectsUnsent when the queue did not take all
 */
export async function enqueueDueCases(
  { table, due, now }: DueWorkDependencies,
  timeLeft: TimeLeft,
): Promise<DueWork> {
  const began = now();
  const upTo = new Date(began).toISOString();
  const shards = Array.from({ length: DUE_SHARDS }, (_, shard) => dueShard(shard));
  const found = await Promise.all(
    shards.map(async (shard) => {
      let count = 0;
      let oldest: string | undefined;
      let from: Item | undefined;
      do {
        const page = await table.keys(INDEX, shard, { upTo }, { limit: PAGE, from });
        const waiting = page.items.flatMap(messageOf);
        const messages = waiting.map((message) => ({ owner: shard, body: JSON.stringify(message) }));
        if ((await due.sendAll(messages)).size > 0) throw new EffectsUnsent();
        // The index gives the longest due first.
        oldest ??= waiting[0]?.dueAt;
        count += messages.length;
        from = page.next;
      } while (from && timeLeft() > 0);
      return { count, behind: oldest === undefined ? 0 : (began - Date.parse(oldest)) / 1000 };
    }),
  );
  return {
    found: found.reduce((sum, { count }) => sum + count, 0),
    behind: Math.max(...found.map(({ behind }) => behind)),
  };
}

function messageOf(item: Item): DueMessage[] {
  const key = caseKeyOf({ pk: text(item.pk) });
  return key ? [{ ...key, dueAt: text(item.dueAt) }] : [];
}
