import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { functionEnvironment } from '../local/lambda/function-pool.ts';
import { readTemplates } from '../local/template/read-template.ts';
import { fromAssembly } from '../local/template/stack-template.ts';
import { synthesize } from '../synthesize.ts';
import { budgets } from './budgets.ts';
import { bundleSizes, type Measured, overruns, reportTable } from './bundle-figures.ts';
import { bundleFunctions } from './bundles.ts';
import { type Importable, importTimes } from './import-times.ts';

/*
 * `npm run bundles`: the size and import time of each function's bundle, beside an empty module and its budget. `--check` fails
 * if a budget is exceeded. `--runs <n>` sets the number of processes for each module (default 11).
 */
class MissingBudget extends Error {
  constructor(name: string) {
    super(`${name} has no budget. Add one in infra/build/budgets.ts.`);
  }
}

const { values } = parseArgs({
  options: { check: { type: 'boolean' }, runs: { type: 'string', default: '11' } },
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs must be a whole number of 1 or more');

/** A module calls nothing while it loads, so no server listens here. */
const unused = 'http://127.0.0.1:9';
const endpoints = { api: unused, dynamodb: unused, sqs: unused, ses: unused, secrets: unused };

const folder = await mkdtemp(join(tmpdir(), 'bundles-'));
try {
  const bundles = await bundleFunctions();
  const modules = await importables();
  const [sizes, [empty, ...times]] = [await bundleSizes(bundles), await importTimes(modules, runs)];
  const rows = sizes.map((size): Measured => {
    const time = times.find(({ name }) => name === size.name);
    const budget = budgets[size.name];
    if (!budget) throw new MissingBudget(size.name);
    if (!time || !empty) throw new Error(`${size.name} was not measured`);
    return { ...size, time, empty, budget };
  });
  console.log(reportTable(rows, runs));
  const faults = rows.flatMap(overruns);
  for (const fault of faults) console.error(fault);
  if (values.check && faults.length > 0) process.exitCode = 1;

  /** The empty module, then every function with the files and environment of the local stack. */
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
} catch (error) {
  if (!(error instanceof MissingBudget)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true });
}
