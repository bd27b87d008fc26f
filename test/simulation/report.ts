import { styleText } from 'node:util';
import { FAULTS, type Fault } from './faults.ts';
import type { Run } from './run.ts';

/** Lines of a trace that are printed. */
const MOST_LINES = 120;
/** Characters of a line. */
const LINE_LENGTH = 220;

const number = new Intl.NumberFormat('en');

/** Prints what was simulated, and whether everything holds. */
export function printFigures(runs: readonly Run[], milliseconds: number): void {
  const sum = (of: (run: Run) => number) => number.format(runs.reduce((total, run) => total + of(run), 0));
  const rows = [
    ['seeds', number.format(runs.length)],
    ['accepted events', sum(({ events }) => events)],
    ['mails', sum(({ mails }) => mails)],
    ['answers on the page', sum(({ clicks }) => clicks)],
    ['invocations', sum(({ invocations }) => invocations)],
    ['requests to AWS', sum(({ requests }) => requests)],
    ['seconds', number.format(Math.round(milliseconds / 1000))],
  ];
  printTable(rows);
  console.log(`\n${styleText('bold', 'Faults')}`);
  const kinds = (Object.keys(FAULTS) as Fault[]).map((kind) => [
    kind,
    sum(({ faults }) => faults.get(kind) ?? 0),
  ]);
  printTable(kinds);
  const broken = runs.filter((run) => run.broken.length > 0);
  if (broken.length === 0) {
    console.log(`\n${styleText('green', 'Every invariant holds.')}`);
    return;
  }
  const seeds = broken.map(({ seed }) => seed).sort((a, b) => a - b);
  console.log(`\n${styleText('red', `Broken by ${seeds.length} seeds:`)} ${seeds.slice(0, 20).join(', ')}`);
  console.log(`npm run simulate -- --seed ${seeds[0]} shows how.`);
}

/** Prints a run that breaks an invariant, and the lines that are about it. */
export function printBrokenRun({ seed, broken, kinds, trace }: Run): void {
  console.log(styleText('red', `Seed ${seed}`));
  for (const line of broken) console.log(`  ${line}`);
  console.log(`\nFaults it needs: ${kinds.join(', ') || 'none'}`);
  const about = idsIn(broken[0] ?? '');
  const lines = trace.filter(({ line }) => about.some((id) => line.includes(id)));
  console.log(
    `\nThe last ${Math.min(MOST_LINES, lines.length)} of ${lines.length} lines about ${about.join(', ')}:`,
  );
  for (const { at, line } of lines.slice(-MOST_LINES)) {
    console.log(`${(at / 1000).toFixed(3).padStart(12)} s  ${line.slice(0, LINE_LENGTH)}`);
  }
}

/** The words of a line that identify something: keys, ids, tenants. */
function idsIn(line: string): string[] {
  const words = line.match(/[\w-]{8,}/g) ?? [];
  const ids = words.filter((word) => /\d/.test(word));
  return ids.length > 0 ? ids.slice(0, 2) : [''];
}

/** Prints whether a planted bug was found. */
export function printPlantedBug(name: string, finder: Run | undefined, milliseconds: number): void {
  const seconds = `${(milliseconds / 1000).toFixed(1)} s`;
  if (!finder) {
    console.log(`${styleText('red', 'not found')}  ${name} (${seconds})`);
    return;
  }
  console.log(
    `${styleText('green', 'found')} by seed ${finder.seed}, ${seconds}: ${styleText('bold', name)}`,
  );
  console.log(`  ${finder.broken[0]?.slice(0, LINE_LENGTH)}`);
}

function printTable(rows: readonly (readonly string[])[]): void {
  const width = Math.max(...rows.map(([name = '']) => name.length));
  for (const [name = '', value = ''] of rows) console.log(`  ${name.padEnd(width)}  ${value.padStart(12)}`);
}
