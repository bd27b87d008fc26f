import { setTimeout as sleep } from 'node:timers/promises';
import type { CounterSnapshot } from '../../infra/local/request-counters.ts';
import { eventsAt } from '../fixtures/events.ts';
import { checkCases } from './check-cases.ts';
import { bodiesByQueue, generateLoad } from './generator.ts';
import { backlog, type LoadStack, startLoadStack } from './load-stack.ts';
import { OutcomeConsumer } from './outcomes.ts';
import { figure, mebibytes, printReport } from './report.ts';

/** Concurrent requests, of ten messages each. */
const SENDERS = 4;
/** Sending pauses above this many queued messages. A longer queue would only fill the memory of the SQS stand-in. */
const MOST_BACKLOG = 2_000;

/** Sends events as fast as the stack processes them. @returns whether every check passed */
export async function measureThroughput(options: { events: number; seed: number }): Promise<boolean> {
  const load = generateLoad(options);
  const stack = await startLoadStack();
  try {
    const registrations = load.partners.map((partner) => eventsAt(() => new Date()).registered(partner));
    await stack.send(
      'subscription-events',
      registrations.map((event) => JSON.stringify(event)),
    );
    await stack.idle();
    const consumer = new OutcomeConsumer(stack);
    const before = await stack.ask('status');
    const sendsBefore = stack.sends;
    const startedAt = performance.now();
    await sendAll(stack, load.deliveries);
    await stack.idle();
    const seconds = (performance.now() - startedAt) / 1000;
    await consumer.stop();
    const after = await stack.ask('status');
    const count = load.deliveries.length;
    const dynamodb = difference(before.requests.dynamodb, after.requests.dynamodb);
    const sqs = functionRequests(before.requests, after.requests, stack.sends - sendsBefore);
    const verdicts = await checkCases(stack, load, registrations);
    const mails = await stack.ask('mails');
    return printReport(
      `${figure(load.events.length)} events of ${figure(load.customers.length)} cases, in ${figure(count)} deliveries`,
      [
        ['seconds, until the last mail was sent', figure(seconds)],
        ['deliveries a second', figure(count / seconds)],
        ['outcomes', figure(consumer.count)],
        ['mails', figure(mails.length)],
        ['requests to DynamoDB a delivery', figure(total(dynamodb) / count, 2)],
        ...perOperation(dynamodb, count),
        ['requests to SQS a delivery, by functions', figure(total(sqs) / count, 2)],
        ...perOperation(sqs, count),
        ['memory of the stack (RSS), start', mebibytes(before.rss)],
        ['  highest', mebibytes(after.mostRss)],
        ['  end', mebibytes(after.rss)],
      ],
      verdicts,
    );
  } finally {
    await stack.close();
  }
}

/** Deliveries between two lines of progress. */
const PROGRESS = 10_000;

/** Sends events to all queues at the same pace, and waits while the backlog is too long. */
export async function sendAll(
  stack: LoadStack,
  deliveries: Parameters<typeof bodiesByQueue>[0],
): Promise<void> {
  const chunk = MOST_BACKLOG / 4;
  for (let start = 0; start < deliveries.length; start += chunk) {
    while (backlog((await stack.ask('status')).queues) > MOST_BACKLOG - chunk) await sleep(50);
    const batches = [...bodiesByQueue(deliveries.slice(start, start + chunk))].flatMap(([queue, bodies]) =>
      Array.from({ length: Math.ceil(bodies.length / 10) }, (_, index) => ({
        queue,
        bodies: bodies.slice(index * 10, (index + 1) * 10),
      })),
    );
    const left = batches.values();
    const work = async () => {
      for (const { queue, bodies } of left) await stack.send(queue, bodies);
    };
    await Promise.all(Array.from({ length: SENDERS }, work));
    const sent = start + chunk;
    if (sent % PROGRESS < chunk && sent < deliveries.length)
      console.log(`${figure(sent)} of ${figure(deliveries.length)} sent …`);
  }
}

type Counts = Readonly<Record<string, number>>;

/** SQS requests made by functions. Only this process receives and deletes; its own sends are subtracted. */
function functionRequests(before: CounterSnapshot, after: CounterSnapshot, sends: number): Counts {
  const { ReceiveMessage: _, DeleteMessageBatch: __, ...others } = difference(before.sqs, after.sqs);
  return { ...others, SendMessageBatch: (others.SendMessageBatch ?? 0) - sends };
}

function difference(before: Counts, after: Counts): Counts {
  return Object.fromEntries(
    Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]),
  );
}

function total(counts: Counts): number {
  return Object.values(counts).reduce((sum, each) => sum + each, 0);
}

function perOperation(counts: Counts, events: number): string[][] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => [`  ${name}`, figure(count / events, 2)]);
}
