import type { Phrase, Piece } from './phrase.ts';
import { cleanLine } from './untrusted.ts';

/** HTML that is safe to send. Made by `html`, `toHtml` and `joined` only, so a forgotten escape is a type error. */
export class Markup {
  readonly #source: string;
  /** `source` is trusted: nobody but this file calls it with anything that came from outside. */
  constructor(source: string) {
    this.#source = source;
  }
  toString(): string {
    return this.#source;
  }
}

/** What may stand in a template: text (escaped), markup (as it is), a phrase (set), a list of markup, or nothing. */
export type Insert = string | number | Markup | readonly Markup[] | undefined;

/** A template for HTML whose inserts are escaped, in text and in double-quoted attributes alike. */
export function html(template: TemplateStringsArray, ...inserts: readonly Insert[]): Markup {
  let source = template[0] ?? '';
  inserts.forEach((insert, index) => {
    source += insertSource(insert) + (template[index + 1] ?? '');
  });
  return new Markup(source);
}

function insertSource(insert: Insert): string {
  if (insert === undefined) return '';
  if (insert instanceof Markup) return insert.toString();
  if (typeof insert === 'object') return insert.join('');
  return escapeHtml(String(insert));
}

/** The characters that mean something in HTML text or attributes, as references. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A phrase as HTML. Text from outside comes isolated in `<bdi>`, mail addresses as links. */
export function toHtml(phrase: Phrase): Markup {
  return html`${phrase.map(pieceToHtml)}`;
}

function pieceToHtml(piece: Piece): Markup {
  if (typeof piece === 'string') return html`${piece}`;
  if ('untrusted' in piece) return html`<bdi>${cleanLine(piece.untrusted)}</bdi>`;
  if ('address' in piece) return mailLink(cleanLine(piece.address));
  return html`<strong>${toHtml(piece.strong)}</strong>`;
}

/** Only what can be nothing but an address becomes a link: no `?subject=`, no second recipient. */
function mailLink(address: string): Markup {
  return /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(address)
    ? html`<a href="mailto:${address}">${address}</a>`
    : html`<bdi>${address}</bdi>`;
}
