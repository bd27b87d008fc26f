const WIDE =
  /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Emoji_Presentation}|[\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
const NO_WIDTH = /^[\p{M}\p{Cf}]+$/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How many columns of a terminal a text takes: letters of East Asia and emoji take two. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += widthOfOne(segment);
  return width;
}

/** A text on lines of at most `width` columns: broken between words, and inside one that alone is longer. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => pieces(one, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** Fills a text up with blanks. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** A word in pieces that fit: broken after a sign such as a dash where one is near, else anywhere. */
function pieces(word: string, width: number): string[] {
  if (widthOf(word) <= width) return [word];
  const found: string[] = [];
  let piece = '';
  for (const { segment } of graphemes.segment(word)) {
    if (piece !== '' && widthOf(piece) + widthOfOne(segment) > width) {
      const [, start = piece, end = ''] = /^(.+[-/.,:@_=])([^-/.,:@_=]*)$/u.exec(piece) ?? [];
      found.push(start);
      piece = end;
    }
    piece += segment;
  }
  return [...found, piece];
}

/** The widest piece of a text that need not be broken further than after a sign. */
export function leastWidthOf(text: string): number {
  return Math.max(0, ...text.split(/ |(?<=[-/.,:@_=])/u).map(widthOf));
}

function widthOfOne(grapheme: string): number {
  if (NO_WIDTH.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}
