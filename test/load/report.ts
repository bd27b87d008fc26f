/** The result of a check after a run. */
export interface Verdict {
  readonly line: string;
  readonly isBroken: boolean;
}

/** Prints the figures and the checks. @returns whether every check passed */
export function printReport(
  title: string,
  rows: readonly (readonly string[])[],
  verdicts: readonly Verdict[],
): boolean {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  console.log(`\n${title}\n`);
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(`  ${cells.join('  ')}`.trimEnd());
  }
  console.log('');
  for (const { line, isBroken } of verdicts) console.log(`${isBroken ? 'BROKEN' : 'ok    '} ${line}`);
  return verdicts.every(({ isBroken }) => !isBroken);
}

/** Formats a number with thousands separators. */
export function figure(value: number, digits = 0): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Formats bytes in MiB. */
export function mebibytes(bytes: number): string {
  return `${figure(bytes / 1024 / 1024)} MiB`;
}

/** The quantile of values; 0.5 is the median. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}
