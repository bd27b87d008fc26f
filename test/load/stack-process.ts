import { readFileSync } from 'node:fs';
import { exitWithError } from '../../infra/local/command-line.ts';
import type { CounterSnapshot } from '../../infra/local/request-counters.ts';
import { startLocalStack } from '../../infra/local/start-local-stack.ts';
import { type HeapSample, sampleHeap } from './heap.ts';

/** Queues, requests and memory of a stack. */
export interface StackStatus {
  /** Number of messages in each queue, visible or not. */
  readonly queues: Readonly<Record<string, number>>;
  readonly requests: CounterSnapshot;
  /** Resident memory now, and its peak so far, in bytes. */
  readonly rss: number;
  readonly mostRss: number;
}

/** The questions the process answers. */
export interface Answers {
  readonly status: StackStatus;
  readonly heap: HeapSample;
  /** All mails that were sent. */
  readonly mails: readonly { readonly id: string; readonly to: string; readonly text: string }[];
  /** Answered once nothing is left to do. */
  readonly idle: true;
}

/** A question to the process. */
export interface Question {
  readonly number: number;
  readonly ask: keyof Answers;
}

/** The stack's addresses. The process sends them as its first message. */
export interface StackAddress {
  readonly api: string;
  readonly sqs: {
    readonly endpoint: string;
    readonly region: string;
    readonly queues: Record<string, string>;
  };
}

/*
 * Runs a local stack in its own process and answers questions about its memory and requests. Arguments: the file with the
 * templates and, optionally, a data folder. Without a folder everything stays in memory.
 */
const [, , templates = '', dataDir] = process.argv;
const stack = await startLocalStack({
  templates: JSON.parse(readFileSync(templates, 'utf8')),
  ...(dataDir !== undefined && { dataDir, onWriteFailure: exitWithError }),
});

const answers: { readonly [Ask in keyof Answers]: () => Answers[Ask] | Promise<Answers[Ask]> } = {
  status: () => ({
    queues: Object.fromEntries(Object.keys(stack.sqs.queues).map((name) => [name, stack.peek(name).length])),
    requests: stack.counters.snapshot(),
    rss: process.memoryUsage.rss(),
    mostRss: process.resourceUsage().maxRSS * 1024,
  }),
  heap: sampleHeap,
  mails: () => stack.mails().map(({ id, to, text }) => ({ id, to: to.join(), text })),
  idle: () => stack.idle().then(() => true as const),
};
process.on('message', async ({ number, ask }: Question) => {
  process.send?.({ number, answer: await answers[ask]() });
});
const { api, sqs } = stack;
process.send?.({ api, sqs });
