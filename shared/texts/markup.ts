import type { Phrase, Piece } from './phrase.ts';
import { cleanLine, withoutLinks } from './untrusted.ts';

/** HTML that is safe to send. A forgotten escape is a type error, because templates escape everything but `Markup`. */
export class Markup {
  readonly #source: string;
  /** Takes trusted HTML only. Use `html` and `toHtml` for anything else. */
  constructor(source: string) {
    this.#source = source;
  }
  toString(): string {
    return this.#source;
  }
}

/** What a template accepts: text (escaped), markup or a list of markup (inserted as it is), or nothing. */
export type Insert = string | number | Markup | readonly Markup[] | undefined;

/** Template tag for HTML. Inserts are escaped, in text and in double-quoted attributes. */
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

/** Escapes the characters that have a meaning in HTML text or attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Renders a phrase as HTML: untrusted text isolated in `<bdi>`, mail addresses as links. */
export function toHtml(phrase: Phrase): Markup {
  return html`${phrase.map(pieceToHtml)}`;
}

function pieceToHtml(piece: Piece): Markup {
  if (typeof piece === 'string') return html`${piece}`;
  if ('untrusted' in piece) return html`<bdi>${withoutLinks(cleanLine(piece.untrusted))}</bdi>`;
  if ('exact' in piece) return html`<bdi>${cleanLine(piece.exact)}</bdi>`;
  if ('address' in piece) return mailLink(cleanLine(piece.address));
  return html`<strong>${toHtml(piece.strong)}</strong>`;
}

/** Makes a link of a plain address only: without `?subject=` or a second recipient. */
function mailLink(address: string): Markup {
  return /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(address)
    ? html`<a href="mailto:${address}">${address}</a>`
    : html`<bdi>${address}</bdi>`;
}
