/**
 * Everything that could move a terminal's cursor, colour it, ring its bell or turn its line around: control characters,
 * separators, bidirectional marks and other invisible ones. The joiners (U+200C, U+200D) stay: words and emoji need them.
 */
const HARMFUL =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** A text from outside on one line, harmless to a terminal: what it must not hold is written as its code point, `‹1b›`. */
export function visible(text: string): string {
  return text.replace(HARMFUL, (one) => `‹${(one.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}›`);
}

/** A value as JSON on lines of its own; characters that {@link visible} would show are escaped, so a terminal may have it too. */
export function visibleJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2) ?? 'null';
  return text
    .split('\n')
    .map((line) =>
      line.replace(HARMFUL, (one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`),
    )
    .join('\n');
}
