import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { UsageError } from '../../../infra/local/arguments.ts';
import { DataFolderError } from '../../../infra/local/data-folder.ts';
import { InvocationError } from '../../../infra/local/lambda/execution-environment.ts';
import { startLocalStack } from '../../../infra/local/stack.ts';
import { describeStartFailure } from '../../../infra/local/start-trouble.ts';

const main = join(import.meta.dirname, '../../../infra/local/main.ts');

test('npm start with a flag that is none says so in a line and ends with 2', () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [main, '--bogus'], { encoding: 'utf8' });
  expect({ status, stderr, stdout }).toEqual({
    status: 2,
    stderr: "Unknown option '--bogus'. Try --help.\n",
    stdout: '',
  });
});

test.each([
  [new UsageError('x is no flag; try --help'), 'x is no flag; try --help', 2],
  [new DataFolderError('data folder d is in use'), '--data: data folder d is in use.', 1],
  [
    new InvocationError('initialization-failed', 'f: its bundle did not load'),
    'f: its bundle did not load',
    1,
  ],
  ['odd', 'odd', 1],
] as const)('%s is told in one line', (error, message, exitCode) => {
  expect(describeStartFailure(error)).toEqual({ message, exitCode });
});

test('a port that is taken is told in one line', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const error = await startLocalStack({ templates: [], port }).catch((cause: unknown) => cause);
  server.close();
  expect(describeStartFailure(error).message).toBe(
    'The port is taken. Choose another with --port N, or 0 for any.',
  );
});

test('code that does not build is told with file and line, without a stack trace', async () => {
  const stdin = { contents: 'const ;', sourcefile: 'handler.ts' };
  const error = await build({ stdin, write: false, logLevel: 'silent' }).catch((cause: unknown) => cause);
  expect(describeStartFailure(error).message).toMatch(
    /^Build failed with 1 error:\nhandler.ts:1:6: ERROR: .*$/,
  );
});

test('what nobody expected comes with its stack trace', () => {
  const error = new TypeError('no function');
  expect(describeStartFailure(error)).toEqual({ message: error.stack, exitCode: 1 });
});
