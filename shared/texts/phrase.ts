import { cleanLine, withoutLinks } from './untrusted.ts';

/** A piece of a phrase, marked by what it is. It can be rendered as plain text and as HTML. */
export type Piece =
  | string
  /** A name that somebody else wrote: rendered cleaned, shortened, never as a link and, in HTML, isolated for bidi. */
  | { readonly untrusted: string }
  /** An untrusted value that the reader copies or types, such as an ID or a domain: cleaned and shortened only. */
  | { readonly exact: string }
  /** An untrusted mail address. */
  | { readonly address: string }
  | { readonly strong: Phrase };

/** A sentence, formatted for its locale but not yet rendered as plain text or HTML. */
export type Phrase = readonly Piece[];

/** A value of a text: untrusted text (a plain string), or a phrase of ours. */
export type Words = string | Phrase;

/** Renders a phrase as plain text on one line: for subjects, titles and text mails. */
export function toText(phrase: Phrase): string {
  return phrase.map(pieceToText).join('');
}

function pieceToText(piece: Piece): string {
  if (typeof piece === 'string') return piece;
  if ('untrusted' in piece) return withoutLinks(cleanLine(piece.untrusted));
  if ('exact' in piece) return cleanLine(piece.exact);
  if ('address' in piece) return cleanLine(piece.address);
  return toText(piece.strong);
}
