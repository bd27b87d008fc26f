import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { buildTemplates } from '../scenario/global-setup.ts';
import { sendBodies, sqsClient } from '../scenario/queues.ts';
import type { Answers, Question, StackAddress } from './stack-process.ts';

/** A local stack in another process, under load. */
export interface LoadStack {
  readonly api: string;
  readonly client: SQSClient;
  /** The data folder, if it has one. */
  readonly dataDir: string | undefined;
  queueUrl(name: string): string;
  /** Sends up to ten bodies a request, and sends them again until they are accepted. */
  send(queue: string, bodies: readonly string[]): Promise<void>;
  /** Requests that {@link send} made. */
  readonly sends: number;
  /** Asks the process about itself. */
  ask<Ask extends keyof Answers>(ask: Ask): Promise<Answers[Ask]>;
  /** Waits until no function has anything to do. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Consumed by other systems. All other queues must become empty. */
const OPEN = 'outcomes';

/** Builds the functions and starts a stack with them, in memory or with a data folder. */
export async function startLoadStack(options: { keepsData?: boolean } = {}): Promise<LoadStack> {
  const { folder, templates } = await buildTemplates();
  const templatesFile = join(folder, 'templates.json');
  writeFileSync(templatesFile, JSON.stringify(templates));
  const dataDir = options.keepsData ? join(folder, 'data') : undefined;
  const program = fileURLToPath(new URL('stack-process.ts', import.meta.url));
  const child = fork(program, [templatesFile, ...(dataDir === undefined ? [] : [dataDir])]);
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the stack ended: ${code ?? signal}`);
  });
  ended.catch(() => {});
  const address: StackAddress = await Promise.race([
    once(child, 'message').then(([message]) => message),
    ended,
  ]);
  const waiting = new Map<number, (answer: never) => void>();
  let asked = 0;
  let sends = 0;
  child.on('message', ({ number, answer }: { number: number; answer: never }) => {
    waiting.get(number)?.(answer);
    waiting.delete(number);
  });
  const ask = <Ask extends keyof Answers>(what: Ask): Promise<Answers[Ask]> => {
    const question: Question = { number: asked++, ask: what };
    const answered = new Promise<Answers[Ask]>((resolve) => void waiting.set(question.number, resolve));
    child.send(question);
    return Promise.race([answered, ended]);
  };
  const client = sqsClient(address.sqs);
  const queueUrl = (name: string) => address.sqs.queues[name] ?? '';
  return {
    api: address.api,
    client,
    dataDir,
    queueUrl,
    get sends() {
      return sends;
    },
    async send(queue, bodies) {
      for (let start = 0; start < bodies.length; start += 10) {
        const some = bodies.slice(start, start + 10);
        for (;;) {
          sends++;
          try {
            await Promise.race([sendBodies(client, queueUrl(queue), some), ended]);
            break;
          } catch (error) {
            if (child.exitCode !== null || child.signalCode !== null) throw error;
            await sleep(100);
          }
        }
      }
    },
    ask,
    async idle() {
      // Each look costs the stack some time, so this polls slowly while there is a backlog.
      while (backlog((await ask('status')).queues) > 0) await sleep(200);
      await ask('idle');
    },
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }
      client.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Messages that functions still have to process. */
export function backlog(queues: Readonly<Record<string, number>>): number {
  return Object.entries(queues)
    .filter(([name]) => name !== OPEN && !name.endsWith('-dlq'))
    .reduce((sum, [, count]) => sum + count, 0);
}

/** Messages in dead-letter queues. */
export function deadLetters(queues: Readonly<Record<string, number>>): number {
  return Object.entries(queues)
    .filter(([name]) => name.endsWith('-dlq'))
    .reduce((sum, [, count]) => sum + count, 0);
}
