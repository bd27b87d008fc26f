/** Control characters, line and paragraph separators, bidi embeddings, overrides and isolates, lone surrogates, non-characters. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/u;
/** The same for running text, where tabs and line breaks are allowed. */
const UNPRINTABLE_IN_TEXT =
  /(?![\t\n\r])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/u;

/**
 * A character that shows something: not a blank, a joiner, a filler, a lone combining mark, or a private or unassigned
 * character. The Braille blank is a symbol for Unicode, but shows nothing.
 */
const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{M}\p{C}\u2800]/u;

/** Whether a text shows at least one character. A name of invisible characters is as good as none. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/** Whether a text of one line has only characters that may be shown as they are. */
export function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text);
}

/** Whether a text has only characters that may be shown as they are; tabs and line breaks are allowed. */
export function isPrintableText(text: string): boolean {
  return !UNPRINTABLE_IN_TEXT.test(text);
}

/** Removes the characters of a text that may not be shown. Tabs and line breaks stay. */
export function withoutUnprintable(text: string): string {
  return text.replace(new RegExp(UNPRINTABLE_IN_TEXT, 'gu'), '');
}
