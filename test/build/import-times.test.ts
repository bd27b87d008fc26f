import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importTimes } from '../../infra/build/import-times.ts';
import { temporaryFolder } from '../infra/stages.ts';

async function moduleOf(code: string, environment: Readonly<Record<string, string>> = {}) {
  const file = join(await temporaryFolder(), 'index.mjs');
  await writeFile(file, code);
  return { name: 'one', file, environment };
}

test('a module is imported in its own environment, as often as asked', async () => {
  const one = await moduleOf("if (process.env.HOME || process.env.STAGE !== 'x') throw 1;", { STAGE: 'x' });
  const [time] = await importTimes([one], 2);
  expect(time?.minimum).toBeGreaterThan(0);
  expect(time?.median).toBeGreaterThanOrEqual(time?.minimum ?? 0);
});

test('an import that fails is an error with its name and output', async () => {
  const broken = await moduleOf("throw new Error('TABLE_NAME is not set');");
  await expect(importTimes([broken], 1)).rejects.toThrow('TABLE_NAME is not set');
});
