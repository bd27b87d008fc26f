import { setTimeout as sleep } from 'node:timers/promises';
import { Duration } from 'luxon';
import { eventsAt } from '../fixtures/events.ts';
import { generateLoad } from './generator.ts';
import type { HeapSample } from './heap.ts';
import { startLoadStack } from './load-stack.ts';
import { OutcomeConsumer } from './outcomes.ts';
import { figure, mebibytes, printReport, quantile } from './report.ts';
import { sendAll } from './throughput.ts';

/** Events of one round. Each round has customers of its own. */
const ROUND = 2_000;
/** Largest allowed memory of a function in the last third of the run, relative to the second third. */
const MOST_GROWTH = 1.15;

/**
 * Sends events without a break and measures the memory after each round. The stand-ins keep all data, so their memory grows.
 * The memory of the functions must not.
 * @param options.duration ISO 8601, such as `PT1H`
 * @returns whether all that must hold does
 */
export async function measureSoak(options: { duration: string; seed: number }): Promise<boolean> {
  const endsAt = performance.now() + Duration.fromISO(options.duration).toMillis();
  const stack = await startLoadStack({ keepsData: true });
  try {
    const consumer = new OutcomeConsumer(stack);
    const samples: { readonly events: number; readonly heap: HeapSample }[] = [];
    let events = 0;
    for (let round = 0; performance.now() < endsAt; round++) {
      const load = generateLoad({ seed: options.seed + round, events: ROUND });
      const { registered } = eventsAt(() => new Date());
      const registrations = load.partners.map((partner) => JSON.stringify(registered(partner)));
      await stack.send('subscription-events', registrations);
      await stack.idle();
      await sendAll(stack, load.deliveries);
      await stack.idle();
      events += load.deliveries.length;
      samples.push({ events, heap: await stack.ask('heap') });
      await sleep(0);
    }
    await consumer.stop();
    const third = Math.floor(samples.length / 3);
    const medianOf = (some: typeof samples, of: (heap: HeapSample) => number) =>
      quantile(
        some.map(({ heap }) => of(heap)),
        0.5,
      );
    const thirds = [samples.slice(0, third), samples.slice(third, 2 * third), samples.slice(2 * third)];
    const row = (name: string, of: (heap: HeapSample) => number) => [
      name,
      ...thirds.map((some) => mebibytes(medianOf(some, of))),
    ];
    // Compared per thread, because a busy function starts a second one.
    const perThread = ({ functions, threads }: HeapSample) => functions / threads;
    const growth = medianOf(thirds[2] ?? [], perThread) / medianOf(thirds[1] ?? [], perThread);
    return printReport(
      `${options.duration}: ${figure(events)} deliveries in ${samples.length} rounds, ${figure(consumer.count)} outcomes`,
      [
        ['after a garbage collection, median', 'first third', 'second', 'last'],
        row('JavaScript objects of the functions', ({ functions }) => functions),
        row('  of one thread', perThread),
        row('stand-ins, with all that they keep', ({ stack: kept }) => kept),
        row('whole process (RSS)', ({ rss }) => rss),
      ],
      [
        {
          line: `a function holds ${figure(growth, 2)} times what it held before, at most ${MOST_GROWTH} allowed`,
          isBroken: !(growth <= MOST_GROWTH),
        },
      ],
    );
  } finally {
    await stack.close();
  }
}
