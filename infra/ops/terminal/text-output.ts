import { visible } from './visible.ts';
import { leastWidthOf, pad, widthOf, wrap } from './width.ts';

/** What a piece of text means; the terminal's colours are chosen by it. */
export type Tone = 'good' | 'warn' | 'bad' | 'dim' | 'strong';

/** A piece of text, with a meaning or plain. */
export type StyledText = string | { readonly text: string; readonly tone: Tone };

/** A column of a table. Only one that may wrap is made narrower when the table does not fit. */
export interface Column {
  readonly head: string;
  readonly wraps?: boolean;
  readonly right?: boolean;
}

/** A row of a table: cells, or a text over all columns that belongs to the row above, that far from the left. */
export type Row = readonly StyledText[] | { readonly below: string; readonly indent: number };

/** How a page is to look. */
export interface TerminalStyle {
  /** Columns of the terminal. */
  readonly columns: number;
  readonly colours: boolean;
}

const CODES: Readonly<Record<Tone, string>> = { good: '32', warn: '33', bad: '31', dim: '2', strong: '1' };
const GAP = '  ';
/** A column that wraps is never narrower. */
const NARROWEST = 12;

/** Text for a person, written line by line. All of it is made harmless to the terminal here, whatever it came from. */
export class TextOutput {
  readonly #looks: TerminalStyle;
  readonly #lines: string[] = [];

  constructor(looks: TerminalStyle) {
    this.#looks = looks;
  }

  /** One line, wrapped where it is too long; what follows its first line is indented by `indent` columns more. */
  line(text: StyledText = '', indent = 0): void {
    const { text: plain, tone } = toned(text);
    const start = /^ */.exec(plain)?.[0] ?? '';
    const [first = '', ...rest] = wrap(plain.trimStart(), this.#looks.columns - start.length - indent);
    this.#lines.push(start + this.#paint(first, tone));
    for (const line of rest) this.#lines.push(`${start}${' '.repeat(indent)}${this.#paint(line, tone)}`);
  }

  /** One line as it is, however long: a command that is to be copied. */
  verbatim(text: string): void {
    this.#lines.push(visible(text));
  }

  /** A text and the command it is about: behind it, or where that does not fit whole on a line of its own. */
  hint(text: string, command: string): void {
    const whole = `${text} ${command}`;
    if (widthOf(whole) <= this.#looks.columns) {
      this.verbatim(whole);
    } else {
      this.line(text);
      this.verbatim(`  ${command}`);
    }
  }

  /** Names and what they stand for, one a line, side by side. */
  facts(facts: readonly (readonly [name: string, value: StyledText])[]): void {
    const shown = facts.map(([name, value]) => ({ name: visible(name), ...toned(value) }));
    const width = Math.max(0, ...shown.map(({ name }) => widthOf(name)));
    for (const { name, text, tone } of shown) {
      const [first = '', ...rest] = wrap(text, Math.max(20, this.#looks.columns - width - GAP.length));
      this.#lines.push(`${this.#paint(pad(name, width), 'dim')}${GAP}${this.#paint(first, tone)}`);
      for (const line of rest) this.#lines.push(`${' '.repeat(width)}${GAP}${this.#paint(line, tone)}`);
    }
  }

  /** Rows under heads; each cell on as many lines as it takes. */
  table(columns: readonly Column[], rows: readonly Row[]): void {
    const cells = rows.map((row) =>
      'below' in row ? row : columns.map((_, index) => toned(row[index] ?? '')),
    );
    const heads = columns.map(({ head }) => ({ text: visible(head), tone: 'dim' as const }));
    const natural = heads.map(({ text }, index) =>
      Math.max(widthOf(text), ...cells.map((row) => ('below' in row ? 0 : widthOf(row[index]?.text ?? '')))),
    );
    const least = heads.map((head, index) =>
      Math.max(
        NARROWEST,
        ...[head, ...cells.map((row) => ('below' in row ? head : (row[index] ?? head)))].map(({ text }) =>
          leastWidthOf(text),
        ),
      ),
    );
    const widths = fitted(columns, natural, least, this.#looks.columns);
    for (const row of [heads, ...cells]) {
      if ('below' in row) this.line(' '.repeat(row.indent) + row.below);
      else this.#row(row, columns, widths);
    }
  }

  /** All that was written, with a line feed after each line. */
  toString(): string {
    return this.#lines.map((line) => `${line}\n`).join('');
  }

  #row(row: readonly Toned[], columns: readonly Column[], widths: readonly number[]): void {
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
    if (!this.#looks.colours || tone === undefined || text === '') return text;
    return `\u001b[${CODES[tone]}m${text}\u001b[0m`;
  }
}

interface Toned {
  readonly text: string;
  readonly tone?: Tone;
}

function toned(part: StyledText): Toned {
  return typeof part === 'string' ? { text: visible(part) } : { text: visible(part.text), tone: part.tone };
}

/**
 * Widths that fit the terminal: what wraps gives way, the widest first; down to its longest words, and only where that is
 * not enough, further.
 * @param least widths at which no word breaks
 */
function fitted(
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
        const givesWay = wraps === true && width > (floors[index] ?? 0);
        return givesWay && width > (widths[best] ?? 0) ? index : best;
      }, -1);
      if (widest === -1) break;
      widths[widest] = (widths[widest] ?? 0) - 1;
    }
  }
  return widths;
}
