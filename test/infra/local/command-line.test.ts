import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it, test } from 'vitest';
import { durationMilliseconds } from '../../../infra/local/clock.ts';
import { describeStartFailure, parseStartFlags, UsageError } from '../../../infra/local/command-line.ts';
import { DataFolderError } from '../../../infra/local/data-folder.ts';
import { InvocationError } from '../../../infra/local/lambda/execution-environment.ts';
import { startLocalStack } from '../../../infra/local/start-local-stack.ts';

describe('flags of npm start', () => {
  it('has defaults', () => {
    expect(parseStartFlags([])).toEqual({
      port: 8080,
      samples: true,
      dataDir: undefined,
      quiet: false,
      help: false,
    });
  });

  it('takes every flag of the contract', () => {
    expect(parseStartFlags(['--port', '0', '--no-samples', '--data', 'd', '--quiet'])).toMatchObject({
      port: 0,
      samples: false,
      dataDir: 'd',
      quiet: true,
    });
  });

  it.each([
    [['--port', '70000'], '--port takes a number from 0 to 65535, not "70000"'],
    [['--port=x'], '--port takes a number'],
    [['--ports', '1'], "Unknown option '--ports' (Did you mean --port?). Try --help."],
    [['--port'], "Option '--port <n>' argument missing. Try --help."],
    [['--data='], '--data takes the path of a folder'],
    [['--data', '--quiet'], '--data takes the path of a folder'],
    [['samples'], 'samples is not a flag. Try --help.'],
  ])('refuses %j with a reason', (args, message) => {
    expect(() => parseStartFlags(args)).toThrow(message);
  });
});

describe('durations', () => {
  it.each([
    ['P8D', 8 * 86_400_000],
    ['PT90S', 90_000],
    ['P1DT12H', 129_600_000],
    ['P2W', 1_209_600_000],
    ['PT1.5S', 1500],
  ])('%s', (text, milliseconds) => {
    expect(durationMilliseconds(text)).toBe(milliseconds);
  });

  it.each(['', 'P', 'PT', 'P1M', '8 days', 'P-1D', '-P1D', 'P1DT', 'P1Y', 'P1.5D', 'PT1,5S', 'P1D2W'])(
    'refuses %j',
    (text) => {
      expect(() => durationMilliseconds(text)).toThrow('is not a duration such as P8D');
    },
  );
});

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
] as const)('%s is an error in one line', (error, message, exitCode) => {
  expect(describeStartFailure(error)).toEqual({ message, exitCode });
});

test('a port in use is an error in one line', async () => {
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

test('a build error has file and line, without a stack trace', async () => {
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
