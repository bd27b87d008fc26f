import type { Job } from './main.ts';
import { simulate } from './run.ts';

/** Prints everything that happens in a run. */
const { first }: Job = JSON.parse(process.argv[2] ?? '');
const { trace } = await simulate(first, { isTraced: true });
process.stdout.write(`${trace.map(({ at, line }) => `${at} ${line}`).join('\n')}\n`, () => process.exit(0));
