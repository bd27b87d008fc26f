import type { DueMessage } from '../../shared/intake/due-message.ts';
import { EffectsUnsent } from '../../shared/runtime/errors.ts';
import type { Queue } from '../../shared/runtime/queue.ts';
import type { TimeLeft } from '../../shared/runtime/queue-consumer.ts';
import { caseKeyOf, DUE_SHARDS, dueShard } from '../../shared/store/indexes.ts';
import { type Item, type Table, text } from '../../shared/store/table.ts';

/** The dependencies of a sweep. */
export interface DueWorkDependencies {
  readonly table: Table;
  /** The queue `due-cases`. */
  readonly due: Queue;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
}

/** The result of a sweep. */
export interface DueWork {
  /** Number of due cases. */
  readonly found: number;
  /** How long the oldest of them has been due, in seconds; 0 when none is due. */
  readonly behind: number;
}

const INDEX = { name: 'due', partition: 'dueShard', sort: 'dueAt' } as const;
const PAGE = 200;

/**
 * Finds the cases that are due and puts each on the queue `due-cases`. The index is sparse, so the reads depend on the number
 * of due cases only. A case may be found twice: its second message changes nothing.
 * @returns what was found; when time runs out, the next sweep finds the rest
 * @throws EffectsUnsent when not all messages could be sent
 */
export async function enqueueDueCases(
  { table, due, now }: DueWorkDependencies,
  timeLeft: TimeLeft,
): Promise<DueWork> {
  const startedAt = now();
  const upTo = new Date(startedAt).toISOString();
  const shards = Array.from({ length: DUE_SHARDS }, (_, shard) => dueShard(shard));
  const found = await Promise.all(
    shards.map(async (shard) => {
      let count = 0;
      let oldest: string | undefined;
      let from: Item | undefined;
      do {
        const page = await table.queryIndex(INDEX, shard, { upTo }, { limit: PAGE, from });
        const dueCases = page.items.flatMap(toMessages);
        const messages = dueCases.map((message) => ({ owner: shard, body: JSON.stringify(message) }));
        if ((await due.sendAll(messages)).size > 0) throw new EffectsUnsent();
        // In order of dueAt: the first is the oldest.
        oldest ??= dueCases[0]?.dueAt;
        count += messages.length;
        from = page.next;
      } while (from && timeLeft() > 0);
      return { count, behind: oldest === undefined ? 0 : (startedAt - Date.parse(oldest)) / 1000 };
    }),
  );
  return {
    found: found.reduce((sum, { count }) => sum + count, 0),
    behind: Math.max(...found.map(({ behind }) => behind)),
  };
}

function toMessages(item: Item): DueMessage[] {
  const caseKey = caseKeyOf({ pk: text(item.pk) });
  return caseKey ? [{ ...caseKey, dueAt: text(item.dueAt) }] : [];
}
