import type { Job } from './main.ts';
import { plant } from './planted-bugs.ts';

/** Runs the seeds of a job, and sends each result to the parent process. */
const { first, last, planted, without = [], isTraced = false }: Job = JSON.parse(process.argv[2] ?? '');
if (planted !== undefined) plant(planted);
// Loaded only now, with the planted bug.
const { simulate } = await import('./run.ts');
for (let seed = first; seed <= last; seed++) {
  const run = await simulate(seed, { without: new Set(without), isTraced });
  await new Promise((resolve) => process.send?.(run, resolve));
}
// Functions that died have left timers behind.
process.exit(0);
