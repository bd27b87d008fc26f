/** Columns of plain text; RFC 3676 §4.2 recommends 78 at most and 72 or less in practice. */
export const COLUMNS = 72;

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/u;

/**
 * What a line is made of: a wide character with the punctuation that must not start a line, a run of anything else,
 * or blanks.
 */
const PIECES = new RegExp(
  `${WIDE.source}[、。，．：；！？）」』】〉》…—]*|(?:(?!${WIDE.source})\\S)+[、。，．：；！？）」』】〉》]*|\\s+`,
  'gu',
);

/** How many columns a text takes: East Asian characters take two. */
export function columns(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/**
 * Text in lines of at most `width` columns, broken at blanks and between East Asian characters. A longer word, such
 * as an address, stays whole on its own line. `indent` starts every line.
 */
export function wrap(text: string, indent: string = '', width: number = COLUMNS): string {
  const done: string[] = [];
  let line = '';
  for (const piece of text.match(PIECES) ?? []) {
    const longer = line + piece;
    if (columns(indent + longer.trimEnd()) <= width || line.trim() === '') line = longer.trimStart();
    else {
      done.push(line.trimEnd());
      line = piece.trimStart();
    }
  }
  return [...done, line.trimEnd()].map((each) => indent + each).join('\n');
}
