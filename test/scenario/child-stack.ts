import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { LocalStack } from '../../infra/local/local-stack.ts';
import type { StoredMail } from '../../infra/local/ses/mailbox.ts';
import type { KillOrder, StopOrder } from './child-process.ts';
import { type DeadLetter, drain, sendBodies, sqsClient, toDeadLetter } from './queues.ts';

/** A local stack in another process. */
export interface ChildStack {
  readonly api: string;
  /** Sends bodies to a queue. @throws when they were not acknowledged */
  send(queue: string, bodies: readonly string[]): Promise<void>;
  /** Moves the clock and waits for what became due. */
  advance(duration: string): Promise<void>;
  /** Waits until no queue holds a message. */
  idle(): Promise<void>;
  mails(): Promise<Pick<StoredMail, 'id' | 'kind' | 'to'>[]>;
  /** Waits until the mailbox on disk was written so many times, or nothing is left to do. */
  waitForMails(count: number): Promise<void>;
  /** Takes all dead letters off a queue's DLQ. */
  deadLetters(queue: string): Promise<DeadLetter[]>;
  /** Ends functions of the stack, wherever they are in their work. The stand-ins of AWS stay. */
  killFunctions(order: KillOrder): void;
  /** Stops a stand-in of AWS, and starts it again. */
  stopStandIn(order: StopOrder): void;
  /** What a stack with a file limit said when it ended, and its exit code. */
  ended(): Promise<{ message: string; exitCode: number | null }>;
  /** Ends the process as a power cut of its machine would; resolves when it is gone. */
  kill(): Promise<void>;
}

/**
 * Starts a stack with a data folder in a child process.
 * @param options.fileLimit the most KiB of each file, to play a full disk: the system refuses to write more. POSIX only
 */
export async function startChildStack(
  templatesFile: string,
  dataDir: string,
  options: { fileLimit?: number } = {},
): Promise<ChildStack> {
  const { fileLimit } = options;
  const command = [process.execPath, join(import.meta.dirname, 'child-process.ts'), templatesFile, dataDir];
  // Without the trap, the system would end the process.
  const limited = ['bash', '-c', `trap '' XFSZ; ulimit -f ${fileLimit}; exec "$@"`, 'bash', ...command];
  const [program = '', ...args] = fileLimit === undefined ? command : limited;
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', fileLimit === undefined ? 'inherit' : 'pipe', 'ipc'],
  });
  const { api, sqs }: Pick<LocalStack, 'api' | 'sqs'> = JSON.parse(await firstLine(child));
  const client = sqsClient(sqs);
  const get = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await fetch(`${api}/_local/${path}`, init);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.json();
  };
  // The stand-in's own answer, by way of JSON.
  const mails = async () => (await get('mails')) as StoredMail[];
  return {
    api,
    send: (queue, bodies) => sendBodies(client, sqs.queues[queue] ?? '', bodies),
    advance: async (advance) =>
      void (await get('clock', { method: 'POST', body: JSON.stringify({ advance }) })),
    idle: async () => void (await get('idle')),
    mails,
    async waitForMails(count) {
      const idle = new AbortController();
      const stop = () => idle.abort();
      get('idle').then(stop, stop);
      try {
        for await (const { filename } of watch(dataDir, { signal: idle.signal }))
          if (filename === 'mails.jsonl' && --count <= 0) return;
      } catch (error) {
        if (!idle.signal.aborted) throw error;
      }
    },
    async deadLetters(queue) {
      return (await drain(client, sqs.queues[`${queue}-dlq`] ?? '')).map(toDeadLetter);
    },
    killFunctions: (order) => void child.send(order),
    stopStandIn: (order) => void child.send(order),
    async ended() {
      if (!child.stderr) throw new Error('its messages go to the terminal');
      const message = await text(child.stderr);
      if (child.exitCode === null) await once(child, 'exit');
      return { message, exitCode: child.exitCode };
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the child has no output');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('the stack ended before it was up');
}
