import type { Command } from '../command.ts';
import { readDeadLetters } from '../dead-letters/dead-letters.ts';
import type { QueuePair, Stage } from '../stage/stage.ts';
import { deadLetterName, next } from '../stage/stage.ts';
import { count, lasting } from '../terminal/words.ts';

/** Messages of a queue that are looked at for their age and reason; the rest is counted only. */
const LOOKED_AT = 100;

export const dlqList: Command = {
  name: 'dlq list',
  takes: '',
  positionals: { least: 0, most: 0 },
  summary: 'Lists the dead-letter queues: how full, how old, and why',
  about: [
    `Ages and reasons are those of up to ${LOOKED_AT} messages a queue, which are looked at and given back at once. Exit code 1 when there is any message.`,
  ],
  options: {},
  examples: ['dlq list', 'dlq list --stage prod --json'],
  async run(call) {
    const stage = await call.stage();
    const now = Date.now();
    const queues = await Promise.all(stage.queues.map((pair) => look(stage, pair, now)));
    const total = queues.reduce((sum, { waiting, held }) => sum + waiting + held, 0);
    return {
      ok: total === 0,
      json: { stage: stage.name, messages: total, queues },
      text(page) {
        page.table(
          [
            { head: 'dead-letter queue' },
            { head: 'messages', right: true },
            { head: 'oldest', right: true },
            { head: 'newest', right: true },
            { head: 'why', wraps: true },
          ],
          queues.map(({ deadLetterQueue, waiting, held, oldestSeconds, newestSeconds, codes, complete }) => [
            deadLetterQueue,
            waiting + held === 0
              ? { text: '0', tone: 'dim' }
              : { text: (waiting + held).toLocaleString('en-US'), tone: 'bad' },
            oldestSeconds === null ? '' : `${complete ? '' : '≥ '}${lasting(oldestSeconds * 1000)}`,
            newestSeconds === null ? '' : lasting(newestSeconds * 1000),
            [
              ...codes.map((one) => `${one.code} ×${one.messages}`),
              ...(held > 0 ? [`${held} held by another look`] : []),
            ].join(', '),
          ]),
        );
        page.line();
        const [worst] = queues.filter(({ waiting }) => waiting > 0);
        const messages = `${count(total, 'message')}.`;
        if (worst === undefined) page.line(messages);
        else page.hint(`${messages} Why each is there:`, next(stage, `dlq show ${worst.name}`));
      },
    };
  },
};

async function look(stage: Stage, pair: QueuePair, now: number) {
  const letters = readDeadLetters(stage, pair);
  const { waiting, held } = await letters.depth();
  const seen = waiting === 0 ? [] : await letters.peek(LOOKED_AT);
  const ages = seen.flatMap(({ sentAt }) =>
    sentAt === null ? [] : [Math.max(0, Math.round((now - sentAt) / 1000))],
  );
  const byCode = Map.groupBy(seen, ({ errorCode }) => errorCode ?? 'no-reason');
  return {
    name: pair.name,
    deadLetterQueue: deadLetterName(pair),
    waiting: Math.max(waiting, seen.length),
    held,
    oldestSeconds: ages.length === 0 ? null : Math.max(...ages),
    newestSeconds: ages.length === 0 ? null : Math.min(...ages),
    codes: [...byCode].map(([code, of]) => ({ code, messages: of.length })),
    /** Whether all messages were looked at. */
    complete: seen.length >= waiting,
  };
}
