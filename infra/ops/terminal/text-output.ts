import { styleText } from 'node:util';
import stringWidth from 'string-width';

/** What a piece of text means. The colour on a terminal follows from it. */
export type Tone = 'good' | 'warn' | 'bad' | 'dim' | 'strong';

/** A piece of text, with or without a tone. */
export type StyledText = string | { readonly text: string; readonly tone: Tone };

/** A column of a table. Only a column that wraps gets narrower when the table does not fit. */
export interface Column {
  readonly head: string;
  readonly wraps?: boolean;
  readonly right?: boolean;
}

/** A row of a table: its cells, or a text across all columns that belongs to the row above. */
export type Row = readonly StyledText[] | { readonly below: string; readonly indent: number };

/** How text is laid out for a terminal. */
export interface TerminalStyle {
  /** Width of the terminal. */
  readonly columns: number;
  readonly colors: boolean;
}

const STYLES = { good: 'green', warn: 'yellow', bad: 'red', dim: 'dim', strong: 'bold' } as const;
const GAP = '  ';
/** A column that wraps gets no narrower than this. */
const NARROWEST = 12;

/** Text for a person, built line by line. It makes all text harmless to the terminal (see {@link visible}). */
export class TextOutput {
  readonly #style: TerminalStyle;
  readonly #lines: string[] = [];

  constructor(style: TerminalStyle) {
    this.#style = style;
  }

  /** Adds a line and wraps it if it is too long. Lines after the first are indented by `indent` more. */
  line(text: StyledText = '', indent = 0): void {
    const { text: plain, tone } = visibleText(text);
    const start = /^ */.exec(plain)?.[0] ?? '';
    const [first = '', ...rest] = wrap(plain.trimStart(), this.#style.columns - start.length - indent);
    this.#lines.push(start + this.#paint(first, tone));
    for (const line of rest) this.#lines.push(`${start}${' '.repeat(indent)}${this.#paint(line, tone)}`);
  }

  /** Adds a line that never wraps: a command to copy. */
  verbatim(text: string): void {
    this.#lines.push(visible(text));
  }

  /** Adds a text and a command to copy, on one line if both fit. */
  hint(text: string, command: string): void {
    const whole = `${text} ${command}`;
    if (widthOf(whole) <= this.#style.columns) {
      this.verbatim(whole);
    } else {
      this.line(text);
      this.verbatim(`  ${command}`);
    }
  }

  /** Adds names and their values, one pair a line, the values in a column. */
  facts(facts: readonly (readonly [name: string, value: StyledText])[]): void {
    const shown = facts.map(([name, value]) => ({ name: visible(name), ...visibleText(value) }));
    const width = Math.max(0, ...shown.map(({ name }) => widthOf(name)));
    for (const { name, text, tone } of shown) {
      const [first = '', ...rest] = wrap(text, Math.max(20, this.#style.columns - width - GAP.length));
      this.#lines.push(`${this.#paint(pad(name, width), 'dim')}${GAP}${this.#paint(first, tone)}`);
      for (const line of rest) this.#lines.push(`${' '.repeat(width)}${GAP}${this.#paint(line, tone)}`);
    }
  }

  /** Adds a table with a heading. A cell takes as many lines as it needs. */
  table(columns: readonly Column[], rows: readonly Row[]): void {
    const heads = columns.map(({ head }) => ({ text: visible(head), tone: 'dim' as const }));
    const cells = rows.map((row) =>
      'below' in row ? row : columns.map((_, index) => visibleText(row[index] ?? '')),
    );
    const widest = (measure: (text: string) => number) =>
      heads.map((head, index) =>
        Math.max(
          ...[head, ...cells.map((row) => ('below' in row ? head : (row[index] ?? head)))].map(({ text }) =>
            measure(text),
          ),
        ),
      );
    const least = widest(leastWidthOf).map((width) => Math.max(NARROWEST, width));
    const widths = fitColumns(columns, widest(widthOf), least, this.#style.columns);
    for (const row of [heads, ...cells]) {
      if ('below' in row) this.line(' '.repeat(row.indent) + row.below);
      else this.#row(row, columns, widths);
    }
  }

  /** The whole text, with a line feed after each line. */
  toString(): string {
    return this.#lines.map((line) => `${line}\n`).join('');
  }

  #row(row: readonly VisibleText[], columns: readonly Column[], widths: readonly number[]): void {
    const wrapped = row.map(({ text }, index) => wrap(text, widths[index] ?? text.length));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    for (let at = 0; at < height; at++) {
      const line = row.map(({ tone }, index) => {
        const text = wrapped[index]?.[at] ?? '';
        const blanks = ' '.repeat(Math.max(0, (widths[index] ?? 0) - widthOf(text)));
        const painted = this.#paint(text, tone);
        return columns[index]?.right === true ? blanks + painted : painted + blanks;
      });
      this.#lines.push(line.join(GAP).trimEnd());
    }
  }

  #paint(text: string, tone: Tone | undefined): string {
    if (!this.#style.colors || tone === undefined || text === '') return text;
    return styleText(STYLES[tone], text, { validateStream: false });
  }
}

interface VisibleText {
  readonly text: string;
  readonly tone?: Tone;
}

function visibleText(part: StyledText): VisibleText {
  return typeof part === 'string' ? { text: visible(part) } : { text: visible(part.text), tone: part.tone };
}

/**
 * Makes columns narrower until the table fits: always the widest that wraps, first down to its longest word, then further.
 * @param least widths at which no word breaks
 */
function fitColumns(
  columns: readonly Column[],
  natural: readonly number[],
  least: readonly number[],
  room: number,
): number[] {
  const widths = [...natural];
  const total = () => widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
  for (const floors of [least, least.map(() => NARROWEST)]) {
    while (total() > room) {
      const widest = columns.reduce((best, { wraps }, index) => {
        const width = widths[index] ?? 0;
        const canShrink = wraps === true && width > (floors[index] ?? 0);
        return canShrink && width > (widths[best] ?? 0) ? index : best;
      }, -1);
      if (widest === -1) break;
      widths[widest] = (widths[widest] ?? 0) - 1;
    }
  }
  return widths;
}

/** The columns that a text takes on a terminal: East Asian letters and emoji take two. The text has no escape sequences. */
export function widthOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Wraps a text to lines of at most `width` columns. It breaks between words. A longer word breaks after a sign such as `-`
 * or `.`, because ids and paths stay readable that way; wrap-ansi and cli-table3 break them anywhere.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => breakWord(one, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

function breakWord(word: string, width: number): string[] {
  if (widthOf(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const { segment } of graphemes.segment(word)) {
    if (piece !== '' && widthOf(piece) + widthOf(segment) > width) {
      const [, start = piece, end = ''] = /^(.+[-/.,:@_=])([^-/.,:@_=]*)$/u.exec(piece) ?? [];
      pieces.push(start);
      piece = end;
    }
    piece += segment;
  }
  return [...pieces, piece];
}

/** The width of the longest piece of a text that does not break well. */
function leastWidthOf(text: string): number {
  return Math.max(0, ...text.split(/ |(?<=[-/.,:@_=])/u).map(widthOf));
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/**
 * Characters that could move the cursor, change colours, ring the bell, or reverse or hide text: control characters,
 * separators, bidirectional marks and other invisible ones. The joiners (U+200C, U+200D) are allowed: words and emoji need
 * them.
 */
const HARMFUL =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** Makes untrusted text harmless to a terminal, on one line. A harmful character becomes its code point: `‹1b›`. */
export function visible(text: string): string {
  return text.replace(HARMFUL, (one) => `‹${(one.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}›`);
}

/** Formats a value as JSON, indented. Characters that {@link visible} replaces are escaped, so a terminal may show it too. */
export function visibleJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2) ?? 'null';
  return text
    .split('\n')
    .map((line) =>
      line.replace(HARMFUL, (one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`),
    )
    .join('\n');
}
