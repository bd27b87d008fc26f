import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { FAULTS, type Fault } from './faults.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';
import { printBrokenRun, printFigures, printPlantedBug } from './report.ts';
import type { Run } from './run.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '300' },
    first: { type: 'string', default: '1' },
    seed: { type: 'string' },
    planted: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const HELP = `Runs the product's functions in a simulated AWS where everything goes wrong, and checks that nothing is lost.

  npm run simulate -- --seeds 10000       runs seeds 1 to 10000
  npm run simulate -- --seed 42           runs one seed; if it breaks, prints which faults it needs, and what happened
  npm run simulate -- --planted all       plants one bug after another, and shows the seed that finds it
  npm run simulate -- --planted "<name>"  plants one bug

  --first N    the first seed (default 1)
`;

/** What a worker process is asked for. */
export interface Job {
  readonly first: number;
  readonly last: number;
  readonly planted?: string;
  readonly without?: readonly Fault[];
  readonly isTraced?: boolean;
}

/** Runs a job in a process of its own. @param onRun may end the process by returning `true` */
function runInProcess(job: Job, onRun: (run: Run) => boolean): Promise<void> {
  const worker = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), [JSON.stringify(job)], {
    serialization: 'advanced',
  });
  return new Promise((resolve, reject) => {
    worker.on('message', (run: Run) => {
      if (onRun(run)) worker.kill();
    });
    worker.on('exit', (code, signal) => {
      if (code === 0 || signal === 'SIGTERM') resolve();
      else reject(new Error(`The simulation ended with ${code ?? signal}`));
    });
  });
}

/**
 * Seeds that one process runs. A killed function never settles, so its whole simulation stays in memory until the process ends.
 */
const SEEDS_A_PROCESS = 100;

/** Runs seeds in parallel, with one process per processor. */
async function runSeeds(first: number, last: number): Promise<Run[]> {
  const runs: Run[] = [];
  const total = last - first + 1;
  const size = Math.min(SEEDS_A_PROCESS, Math.ceil(total / availableParallelism()));
  const jobs = Array.from({ length: Math.ceil(total / size) }, (_, index): Job => {
    const from = first + index * size;
    return { first: from, last: Math.min(last, from + size - 1) };
  }).values();
  const work = async () => {
    for (const job of jobs)
      await runInProcess(job, (run) => {
        runs.push(run);
        if (run.broken.length > 0) console.log(`seed ${run.seed}: ${run.broken[0]}`);
        if (runs.length % 1_000 === 0 && runs.length < total)
          console.log(`${runs.length} of ${total} seeds …`);
        return false;
      });
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return runs;
}

/** Runs a seed with fewer and fewer kinds of faults, as long as the same invariant breaks. */
async function explain(seed: number): Promise<boolean> {
  const run = async (without: readonly Fault[]): Promise<Run> => {
    let result: Run | undefined;
    await runInProcess({ first: seed, last: seed, without, isTraced: true }, (one) => {
      result = one;
      return false;
    });
    if (!result) throw new Error(`Seed ${seed} gave no result`);
    return result;
  };
  let shortest = await run([]);
  if (shortest.broken.length === 0) {
    console.log(`Seed ${seed}: every invariant holds.`);
    return true;
  }
  const kindOf = ({ broken }: Run) => broken[0]?.split(':')[0];
  const without: Fault[] = [];
  for (const kind of Object.keys(FAULTS) as Fault[]) {
    const simpler = await run([...without, kind]);
    if (kindOf(simpler) !== kindOf(shortest)) continue;
    without.push(kind);
    shortest = simpler;
  }
  printBrokenRun(shortest);
  return false;
}

/** Plants a bug and runs seeds until one of them breaks an invariant. */
async function findPlanted(name: string, seeds: number): Promise<boolean> {
  const startedAt = performance.now();
  let finder: Run | undefined;
  await runInProcess({ first: 1, last: seeds, planted: name }, (run) => {
    if (run.broken.length === 0 || finder) return false;
    finder = run;
    return true;
  });
  printPlantedBug(name, finder, performance.now() - startedAt);
  return finder !== undefined;
}

async function main(): Promise<boolean> {
  if (values.help) {
    console.log(HELP);
    return true;
  }
  const seeds = Number(values.seeds);
  if (values.seed !== undefined) return explain(Number(values.seed));
  if (values.planted !== undefined) {
    const names = values.planted === 'all' ? Object.keys(PLANTED_BUGS) : [values.planted];
    const next = names[Symbol.iterator]();
    const found: boolean[] = [];
    const work = async () => {
      for (const name of next) found.push(await findPlanted(name, Math.max(seeds, 1_000)));
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
    console.log(`\n${found.filter(Boolean).length} of ${names.length} planted bugs found.`);
    return found.every(Boolean);
  }
  const first = Number(values.first);
  const startedAt = performance.now();
  const runs = await runSeeds(first, first + seeds - 1);
  printFigures(runs, performance.now() - startedAt);
  return runs.length === seeds && runs.every(({ broken }) => broken.length === 0);
}

process.exitCode = (await main()) ? 0 : 1;
