import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** A module to import, and the environment of the process. */
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

/** A program that imports a file and prints the milliseconds since the start of the process, so Node.js itself is included. */
const importProgram = (file: string) =>
  [
    `await import(${JSON.stringify(pathToFileURL(file).href)});`,
    'process.stdout.write(String(performance.now()));',
    'process.exit();',
  ].join('\n');

/**
 * Imports each module in new processes, one at a time, all modules in turn, so that a busy moment affects all of them.
 * @param runs processes per module
 * @throws Error with the output of the process, if a module cannot be imported
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
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', importProgram(file)], {
    env: environment,
  });
  const time = Number(stdout);
  if (stdout === '' || !Number.isFinite(time)) throw new Error(`${name} did not load: ${stdout}${stderr}`);
  return time;
}
