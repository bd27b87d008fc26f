import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** A module to import and the whole environment of the process that does. */
export interface Importable {
  readonly name: string;
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Milliseconds from the start of a Node.js process until the module is imported. */
export interface ImportTime {
  readonly name: string;
  readonly median: number;
  readonly minimum: number;
}

const run = promisify(execFile);

/** `performance.now()` counts from the start of the process: an empty module takes what Node.js itself takes. */
const importing = (file: string) =>
  [
    `await import(${JSON.stringify(pathToFileURL(file).href)});`,
    'process.stdout.write(String(performance.now()));',
    'process.exit();',
  ].join('\n');

/**
 * Imports each module in fresh processes, one process at a time, all modules in turn, so that a busy moment hits all alike.
 * @param runs processes a module
 * @throws Error with what the process said, when a module cannot be imported
 */
export async function importTimes(modules: readonly Importable[], runs: number): Promise<ImportTime[]> {
  const times = new Map(modules.map(({ name }): [string, number[]] => [name, []]));
  for (let round = 0; round < runs; round++)
    for (const one of modules) times.get(one.name)?.push(await importTime(one));
  return [...times].map(([name, all]) => {
    const sorted = all.toSorted((a, b) => a - b);
    return { name, median: sorted[Math.floor(sorted.length / 2)] ?? 0, minimum: sorted[0] ?? 0 };
  });
}

async function importTime({ name, file, environment }: Importable): Promise<number> {
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', importing(file)], {
    env: environment,
  });
  const time = Number(stdout);
  if (stdout === '' || !Number.isFinite(time)) throw new Error(`${name} did not load: ${stdout}${stderr}`);
  return time;
}
