import { IntlMessageFormat } from 'intl-messageformat';
import { type Catalog, type MessagePart, toMessageElements } from './catalog.ts';
import type { Locale } from './compiled.generated.ts';
import type { Phrase, Piece } from './phrase.ts';

/** What every member of a union asks for: a key such as `scope.${scope}` must get what any of its texts takes. */
type All<T> = (T extends unknown ? (member: T) => void : never) extends (all: infer I) => void ? I : never;

/** Says a text in one locale. A plain string among the values counts as text from outside. */
export type Translate<V> = <K extends keyof V & string>(
  key: K,
  ...values: keyof All<V[K]> extends never ? [] : [All<V[K]>]
) => Phrase;

/** The voice of one group of texts in one locale. */
export function translate<V extends { readonly [Key in keyof V]: object }>(
  locale: Locale,
  catalog: Catalog<Locale, V>,
): Translate<V> {
  return (key, ...values) => format(locale, catalog[locale][key], Object.entries(values[0] ?? {}));
}

const formats = new WeakMap<readonly MessagePart[], IntlMessageFormat>();

function format(locale: Locale, parts: readonly MessagePart[], values: readonly [string, unknown][]): Phrase {
  let message = formats.get(parts);
  if (!message) {
    message = new IntlMessageFormat(toMessageElements(parts), locale);
    formats.set(parts, message);
  }
  const given: Record<string, number | Insertion | typeof strong> = { b: strong };
  for (const [name, value] of values) given[name] = typeof value === 'number' ? value : insertion(value);
  return oneFullStop(message.formatToParts<Insertion>(given).flatMap(({ value }) => pieces(value)));
}

/** A name may end in a full stop of its own (“Fabrikam, Inc.”); the sentence then needs none. */
function oneFullStop(phrase: Phrase): Phrase {
  return phrase.map((piece, index) => {
    const before = phrase[index - 1];
    const endsInOne =
      typeof before === 'object' && 'untrusted' in before && before.untrusted.trimEnd().endsWith('.');
    return endsInOne && typeof piece === 'string' && /^\.(?!\.)/.test(piece) ? piece.slice(1) : piece;
  });
}

/** Objects pass through intl-messageformat untouched; strings would melt into the text around them. */
class Insertion {
  readonly phrase: Phrase;
  constructor(phrase: Phrase) {
    this.phrase = phrase;
  }
}

function insertion(value: unknown): Insertion {
  return new Insertion(Array.isArray(value) ? value : [{ untrusted: String(value) }]);
}

function strong(chunks: readonly (string | Insertion)[]): Insertion {
  return new Insertion([{ strong: chunks.flatMap(pieces) }]);
}

function pieces(value: string | Insertion): readonly Piece[] {
  return typeof value === 'string' ? [value] : value.phrase;
}
