import { cleanLine } from './untrusted.ts';

/** A piece of a sentence that knows what it is, so that it can be set as plain text and as HTML alike. */
export type Piece =
  | string
  /** Text from outside: cleaned, shortened, bidi-isolated. */
  | { readonly untrusted: string }
  /** A mail address from outside. */
  | { readonly address: string }
  | { readonly strong: Phrase };

/** A sentence, formatted for its locale but not yet set in a medium. */
export type Phrase = readonly Piece[];

/** A value a text takes: text from outside (a plain string), or a phrase of ours. */
export type Words = string | Phrase;

/** The phrase as plain text on one line: for subjects, titles and text mails. */
export function toText(phrase: Phrase): string {
  return phrase.map(pieceToText).join('');
}

function pieceToText(piece: Piece): string {
  if (typeof piece === 'string') return piece;
  if ('untrusted' in piece) return cleanLine(piece.untrusted);
  if ('address' in piece) return cleanLine(piece.address);
  return toText(piece.strong);
}
