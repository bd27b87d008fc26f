import type { Budget } from './budgets.ts';
import type { BundleSize } from './bundle-sizes.ts';
import type { ImportTime } from './import-times.ts';

/** One function's figures. */
export interface Measured extends BundleSize {
  readonly time: ImportTime;
  readonly empty: ImportTime;
  readonly budget: Budget;
}

const columns = [
  'function',
  'KB',
  'budget',
  'gzip KB',
  'budget',
  'import ms',
  'empty module ms',
  'factor',
  'beyond empty ms',
  'best',
  'budget',
];

/** The figures as a Markdown table: medians, and for the budget of time the best run, which noise can only make worse. */
export function reportTable(rows: readonly Measured[], runs: number): string {
  const lines = rows.map(({ name, minified, gzip, time, empty, budget }) => [
    name,
    minified.toFixed(0),
    String(budget.minified),
    gzip.toFixed(0),
    String(budget.gzip),
    time.median.toFixed(0),
    empty.median.toFixed(0),
    (time.median / empty.median).toFixed(2),
    (time.median - empty.median).toFixed(0),
    (time.minimum - empty.minimum).toFixed(0),
    String(budget.importMs),
  ]);
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...lines.map((line) => line[index]?.length ?? 0)),
  );
  const aligned = (cell: string, index: number) =>
    index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0);
  const row = (cells: readonly string[]) => `| ${cells.map(aligned).join(' | ')} |`;
  const rule = `|${widths.map((width, index) => `${'-'.repeat(width + 1)}${index === 0 ? '-' : ':'}`).join('|')}|`;
  return [
    row(columns),
    rule,
    ...lines.map(row),
    '',
    `ms: from the start of Node.js ${process.versions.node} until the module is loaded, median (best) of ${runs} processes each.`,
  ].join('\n');
}

/** What exceeds its budget, in words. */
export function overruns({ name, minified, gzip, time, empty, budget }: Measured): string[] {
  const beyond = time.minimum - empty.minimum;
  return [
    ...sizeOverruns({ name, minified, gzip }, budget),
    ...(beyond > budget.importMs
      ? [
          `${name}: takes ${beyond.toFixed(0)} ms to load beyond an empty module, budget ${budget.importMs} ms`,
        ]
      : []),
  ];
}

/** The same for sizes alone: they are equal on every machine. */
export function sizeOverruns({ name, minified, gzip }: BundleSize, budget: Budget): string[] {
  const where = 'see what fills it in dist/meta.json; a budget changes in infra/build/budgets.ts';
  return [
    ...(minified > budget.minified
      ? [`${name}: ${minified.toFixed(1)} KB minified, budget ${budget.minified} KB (${where})`]
      : []),
    ...(gzip > budget.gzip
      ? [`${name}: ${gzip.toFixed(1)} KB gzip, budget ${budget.gzip} KB (${where})`]
      : []),
  ];
}
