/** A "character" with a hundred accents is cut, too: no more than this many code units each. */
const LONGEST_CHARACTER = 16;

/** How much of a foreign name is shown. */
export const NAME_LIMIT = 100;

/**
 * What has no place in shown text: bidi overrides, embeddings, isolates and marks, invisible format characters
 * and tags, byte order marks, lone surrogates, unassigned and private characters. The joiners (U+200C, U+200D)
 * stay: Persian and emoji need them.
 */
const UNWANTED = /(?![\u200c\u200d])[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu;

/**
 * Text from outside (a name, an address) as one clean line: without controls and bidi overrides, blanks
 * collapsed, at most `limit` characters as people count them, ending in "…" when cut. Not escaped.
 */
export function cleanLine(raw: string, limit: number = NAME_LIMIT): string {
  const clean = raw
    .slice(0, limit * LONGEST_CHARACTER)
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(UNWANTED, '')
    .replace(/\s+/g, ' ');
  return shorten(clean.trim(), limit);
}

/** As `oneLine`, but keeps line breaks: at most `most` lines that are not empty. For comments. */
export function cleanLines(raw: string, limit: number = 1000, most: number = 20): string[] {
  const all = raw
    .slice(0, limit * 2)
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => cleanLine(line, limit))
    .filter((line) => line !== '');
  const kept = all.length > most ? [...all.slice(0, most - 1), `${all[most - 1]} …`] : all;
  const shown: string[] = [];
  let left = limit;
  for (const line of kept) {
    if (left <= 0) break;
    shown.push(shorten(line, left));
    left -= line.length;
  }
  return shown;
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

function shorten(text: string, limit: number): string {
  // Most names: no code unit that joins another, so that their number is the number of characters at most.
  if (text.length <= limit && !/[\p{M}\u200d]/u.test(text)) return text;
  const shown: string[] = [];
  for (const { segment } of characters.segment(text)) {
    if (shown.length === limit) return `${shown.slice(0, -1).join('').trimEnd()}…`;
    shown.push(segment.slice(0, LONGEST_CHARACTER).replace(/\p{Cs}$/u, ''));
  }
  return shown.join('');
}
