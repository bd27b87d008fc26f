import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { FAULTS } from './faults.ts';

// In processes of their own: the simulation sets the environment of all functions.
const run = promisify(execFile);
const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const simulate = async (...args: string[]) =>
  (await run(process.execPath, [script('main.ts'), ...args], { maxBuffer: 64 * 1024 * 1024 })).stdout;

/** The number in a row of the figures. */
function figure(output: string, row: string): number {
  const [, value = ''] = new RegExp(`^ *${row} +([\\d,]+)$`, 'm').exec(output) ?? [];
  return Number(value.replaceAll(',', '') || Number.NaN);
}

describe('the simulation', () => {
  it('breaks no invariant in 300 seeds, with every kind of fault', { timeout: 240_000 }, async () => {
    const output = await simulate('--seeds', '300');
    expect(output).toContain('Every invariant holds.');
    expect(figure(output, 'seeds')).toBe(300);
    expect(figure(output, 'answers on the page')).toBeGreaterThan(300);
    for (const kind of Object.keys(FAULTS)) expect([kind, figure(output, kind)]).not.toEqual([kind, 0]);
  });

  it.each(['a repeat sends no effects', 'the nonce of one link counts for another'])(
    'finds a planted bug: %s',
    { timeout: 60_000 },
    async (name) => expect(await simulate('--planted', name)).toContain('1 of 1 planted bugs found.'),
  );

  it('gives the same run again for the same seed', { timeout: 60_000 }, async () => {
    const job = JSON.stringify({ first: 3, last: 3, isTraced: true });
    const runs = await Promise.all(
      [1, 2].map(() =>
        run(process.execPath, [script('print-trace.ts'), job], { maxBuffer: 64 * 1024 * 1024 }),
      ),
    );
    const [one, other] = runs.map(({ stdout }) => stdout);
    expect(one?.length).toBeGreaterThan(10_000);
    expect(other).toBe(one);
  });
});
