import { readFileSync } from 'node:fs';
import { exitWithError } from '../../infra/local/command-line.ts';
import { startLocalStack } from '../../infra/local/start-local-stack.ts';

/** Which functions die, and how many execution environments of each at most. */
export interface KillOrder {
  readonly kill: readonly string[];
  readonly most?: number;
}

/** Which stand-in of AWS breaks off its requests, and for how many milliseconds. */
export interface StopOrder {
  readonly stop: 'dynamodb' | 'sqs' | 'ses';
  readonly forMilliseconds: number;
}

/**
 * A local stack in a process of its own, to be killed: as `npm start -- --data DIR --port 0` but with templates made
 * before. Arguments: file of the templates, data folder. Writes one line: where the stack is.
 */
const [, , templates = '', dataDir = ''] = process.argv;
const stack = await startLocalStack({
  templates: JSON.parse(readFileSync(templates, 'utf8')),
  dataDir,
  onWriteFailure: exitWithError,
});
process.on('message', async (order: KillOrder | StopOrder) => {
  if ('stop' in order) {
    stack.faults.stop(order.stop);
    setTimeout(() => stack.faults.start(order.stop), order.forMilliseconds);
    return;
  }
  const { kill, most } = order;
  for (const name of kill) await stack.killFunction(name, most);
});
const { api, sqs } = stack;
process.stdout.write(`${JSON.stringify({ api, sqs })}\n`);
