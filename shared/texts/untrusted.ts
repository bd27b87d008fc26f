/** Longest character in code units. A "character" with a hundred accents is cut. */
const CHARACTER_LIMIT = 16;

/** Longest untrusted name that is shown, in characters. */
const NAME_LIMIT = 100;

/**
 * Characters that are removed: bidi overrides, embeddings, isolates and marks, invisible format characters and tags,
 * byte order marks, lone surrogates, unassigned and private characters. The joiners (U+200C, U+200D) stay: Persian and
 * emoji need them.
 */
const UNWANTED = /(?![\u200c\u200d])[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu;

/**
 * Cleans untrusted text, such as a name or an address, to one line: without controls and bidi overrides, blanks collapsed,
 * at most `limit` characters as people count them, with "…" at the end when cut. Does not escape.
 */
export function cleanLine(raw: string, limit: number = NAME_LIMIT): string {
  const clean = raw
    .slice(0, limit * CHARACTER_LIMIT)
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(UNWANTED, '')
    .replace(/\s+/g, ' ');
  return shorten(clean.trim(), limit);
}

/** Cleans an untrusted comment: like {@link cleanLine}, but keeps up to `maxLines` lines that are not empty. */
export function cleanLines(raw: string, limit: number = 1000, maxLines: number = 20): string[] {
  const all = raw
    .slice(0, limit * 2)
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => cleanLine(line, limit))
    .filter((line) => line !== '');
  const kept = all.length > maxLines ? [...all.slice(0, maxLines - 1), `${all[maxLines - 1]} …`] : all;
  const shown: string[] = [];
  let left = limit;
  for (const line of kept) {
    if (left <= 0) break;
    shown.push(shorten(line, left));
    left -= line.length;
  }
  return shown;
}

/** Word joiner: invisible, no width, no line break. {@link cleanLine} removes it. */
const JOINER = '\u2060';

/**
 * Breaks what looks like a web or mail address, so that no mail program makes a link of a name: `www.evil.example` is shown as it
 * is, with an invisible character around its dots.
 */
export function withoutLinks(clean: string): string {
  return clean
    .replace(/(?<=[\p{L}\p{N}_-])\.(?=[\p{L}\p{N}_-])/gu, `${JOINER}.${JOINER}`)
    .replace(/:(?=\/\/)|(?<=\b(?:mailto|tel|callto|javascript|data)):/giu, `${JOINER}:${JOINER}`)
    .replaceAll('@', `${JOINER}@${JOINER}`);
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

function shorten(text: string, limit: number): string {
  // Fast path for most names: without joining code units, a text has at most as many characters as code units.
  if (text.length <= limit && !/[\p{M}\u200d]/u.test(text)) return text;
  const shown: string[] = [];
  for (const { segment } of characters.segment(text)) {
    if (shown.length === limit) return `${shown.slice(0, -1).join('').trimEnd()}…`;
    shown.push(segment.slice(0, CHARACTER_LIMIT).replace(/\p{Cs}$/u, ''));
  }
  return shown.join('');
}
