import type { Phrase } from '../../texts/phrase.ts';

export interface Fact {
  readonly label: Phrase;
  readonly value: Phrase;
}

/** What a mail's body is made of. One list of blocks becomes the HTML and the plain text, so both say the same. */
export type Block =
  | { readonly kind: 'heading' | 'subheading' | 'paragraph' | 'small'; readonly text: Phrase }
  /** Lines of somebody else's words, already cleaned. */
  | { readonly kind: 'quote'; readonly lines: readonly string[] }
  /** `steps` are numbered. */
  | { readonly kind: 'list' | 'steps'; readonly items: readonly Phrase[] }
  /** Text to be copied as it is, set off from the rest: paragraphs, each of one line or more. */
  | { readonly kind: 'letter'; readonly paragraphs: readonly (readonly Phrase[])[] }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'button'; readonly text: Phrase; readonly href: string }
  /** The button's address in full, for clients that show no button. Plain text has it with the button already. */
  | { readonly kind: 'address'; readonly text: Phrase; readonly href: string };

/** A mail before it is set. */
export interface Mail {
  readonly subject: Phrase;
  /** The line inboxes show after the subject. */
  readonly preheader: Phrase;
  /** The line above the body: who writes to whom. */
  readonly sender: Phrase;
  readonly blocks: readonly Block[];
  readonly footer: Phrase;
}

/** `text` as a block. */
export function block(kind: 'heading' | 'subheading' | 'paragraph' | 'small', text: Phrase): Block {
  return { kind, text };
}

/** The button and, below it, its address. Throws if `href` is no http(s) URL: it is ours, so that is a fault. */
export function buttonBlocks(text: Phrase, instead: Phrase, href: string): Block[] {
  if (!/^https?:$/.test(new URL(href).protocol)) throw new TypeError('a link in a mail must be http(s)');
  return [
    { kind: 'button', text, href },
    { kind: 'address', text: instead, href },
  ];
}
