import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../infra/ops/main.ts');
const start = (...args: string[]) => spawn(process.execPath, [main, ...args], { env: { NO_COLOR: '1' } });

it('prints reports on standard output, errors on standard error, and sets the exit code', async () => {
  const runs = [['help'], ['nonsense'], ['dlq', 'list', '--stack-file', 'there-is-none']].map(
    async (args) => {
      const child = start(...args);
      const [[code], out, err] = await Promise.all([
        once(child, 'exit'),
        text(child.stdout),
        text(child.stderr),
      ]);
      return [code, out !== '', err !== ''];
    },
  );
  expect(await Promise.all(runs)).toEqual([
    [0, true, false],
    [2, false, true],
    [1, false, true],
  ]);
});

it('ends quietly if the reader of its output stops', async () => {
  const child = start('help', 'publish');
  child.stdout.destroy();
  const [[code], err] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
  expect([code, err]).toEqual([0, '']);
});
