/** Columns of plain text; RFC 3676 §4.2 recommends 78 at most and 72 or less in practice. */
export const COLUMNS = 72;

/** Two columns wide, with the marks that have no script of their own, such as the long vowel's and full-width forms. */
const WIDE = /[\p{Script=Han}\p{Script=Hangul}\u3000-\u30ff\uff00-\uff60]/u;

/** What must not end a line, and what must not start one (JIS X 4051: closing marks, small kana, the long vowel's mark). */
const OPENING = '（［「『【〈《';
const CLOSING = '、。，．：；！？）］」』】〉》…—・ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々';

/**
 * What a line is made of: a wide character with the marks that stay with it, a run of anything else, or blanks. A
 * no-break space is no blank.
 */
const PIECES = new RegExp(
  `[${OPENING}]*(?![${OPENING}])${WIDE.source}[${CLOSING}]*|(?:(?!${WIDE.source})[\\S\u00a0])+[${CLOSING}]*|[^\\S\u00a0]+|.`,
  'gsu',
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
