import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Budget } from './budgets.ts';
import type { Bundles } from './bundles.ts';
import type { ImportTime } from './import-times.ts';

/** A bundle's size in KB of 1,024 bytes. */
export interface BundleSize {
  readonly name: string;
  readonly minified: number;
  readonly gzip: number;
}

/** Measures the sizes of bundles. */
export async function bundleSizes(bundles: Bundles): Promise<BundleSize[]> {
  return Promise.all(
    Object.entries(bundles).map(async ([name, folder]) => {
      const bytes = await readFile(join(folder, 'index.mjs'));
      return { name, minified: bytes.length / 1024, gzip: gzipSync(bytes, { level: 9 }).length / 1024 };
    }),
  );
}

/** The figures of one function. */
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

/** Formats the figures as a Markdown table. Times are medians; the time for the budget is the best run, which has the least noise. */
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

/** Describes each budget that is exceeded. */
export function overruns({ name, minified, gzip, time, empty, budget }: Measured): string[] {
  const beyond = time.minimum - empty.minimum;
  return [
    ...sizeOverruns({ name, minified, gzip }, budget),
    ...(beyond > budget.importMs
      ? [
          `${name}: takes ${beyond.toFixed(0)} ms more to import than an empty module, budget ${budget.importMs} ms`,
        ]
      : []),
  ];
}

/** Describes each size budget that is exceeded. */
export function sizeOverruns({ name, minified, gzip }: BundleSize, budget: Budget): string[] {
  const where = 'dist/meta.json shows the contents; the budget is in infra/build/budgets.ts';
  return [
    ...(minified > budget.minified
      ? [`${name}: ${minified.toFixed(1)} KB minified, budget ${budget.minified} KB (${where})`]
      : []),
    ...(gzip > budget.gzip
      ? [`${name}: ${gzip.toFixed(1)} KB gzip, budget ${budget.gzip} KB (${where})`]
      : []),
  ];
}
