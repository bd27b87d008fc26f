import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { functionEnvironment } from '../local/lambda/function-pool.ts';
import { readTemplates } from '../local/template/read-template.ts';
import { fromAssembly } from '../local/template/stack-template.ts';
import { synthesize } from '../synthesize.ts';
import { budgets } from './budgets.ts';
import { bundleSizes } from './bundle-sizes.ts';
import { bundleFunctions } from './bundles.ts';
import { type Importable, importTimes } from './import-times.ts';
import { type Measured, overruns, reportTable } from './report-table.ts';

/*
 * `npm run bundles`: what each function's bundle weighs and how long it takes to load, beside an empty module and beside its
 * budget. `--check` fails when a budget is exceeded; `--runs <n>` takes more or fewer processes (default 11).
 */
const { values } = parseArgs({
  options: { check: { type: 'boolean' }, runs: { type: 'string', default: '11' } },
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs must be a whole number of 1 or more');

/** Nothing is called while a module loads; the addresses only have to look like some. */
const nowhere = 'http://127.0.0.1:9';
const endpoints = { api: nowhere, dynamodb: nowhere, sqs: nowhere, ses: nowhere, secrets: nowhere };

const folder = await mkdtemp(join(tmpdir(), 'bundles-'));
try {
  const bundles = await bundleFunctions();
  const modules = await importables();
  const [sizes, [empty, ...times]] = [await bundleSizes(bundles), await importTimes(modules, runs)];
  const rows = sizes.map((size): Measured => {
    const time = times.find(({ name }) => name === size.name);
    const budget = budgets[size.name];
    if (!time || !empty || !budget) throw new Error(`${size.name} has no budget in infra/build/budgets.ts`);
    return { ...size, time, empty, budget };
  });
  console.log(reportTable(rows, runs));
  const faults = rows.flatMap(overruns);
  for (const fault of faults) console.error(fault);
  if (values.check && faults.length > 0) process.exitCode = 1;

  /** The empty module, then every function as the local stack runs it: same files, same environment. */
  async function importables(): Promise<Importable[]> {
    const assembly = await synthesize({
      stage: 'local',
      bundles,
      outdir: join(folder, 'out'),
      validate: false,
    });
    const { functions } = readTemplates(fromAssembly(assembly), endpoints);
    const file = join(folder, 'empty.mjs');
    await writeFile(file, 'export const handler = async () => {};\n');
    const loaded = functions.map((plan) => ({
      name: plan.name,
      file: join(plan.directory, 'index.mjs'),
      environment: functionEnvironment(plan, endpoints),
    }));
    return [{ name: 'empty module', file, environment: loaded[0]?.environment ?? {} }, ...loaded];
  }
} finally {
  await rm(folder, { recursive: true });
}
