import { IntlMessageFormat } from 'intl-messageformat';
import { type Catalog, type MessagePart, toMessageElements } from './catalog.ts';
import type { Locale } from './compiled.generated.ts';
import type { Phrase, Piece } from './phrase.ts';

/** The intersection of a union: a key such as `scope.${scope}` needs the values of all its texts. */
type All<T> = (T extends unknown ? (member: T) => void : never) extends (all: infer I) => void ? I : never;

/** Formats a text in one locale. A plain string among the values is untrusted text. */
export type Translate<V> = <K extends keyof V & string>(
  key: K,
  ...values: keyof All<V[K]> extends never ? [] : [All<V[K]>]
) => Phrase;

/** Returns the function that formats the texts of one group in one locale. */
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
  const given: Record<string, number | Insertion | typeof toStrong> = { b: toStrong };
  for (const [name, value] of values) given[name] = typeof value === 'number' ? value : toInsertion(value);
  return oneFullStop(message.formatToParts<Insertion>(given).flatMap(({ value }) => toPieces(value)));
}

/** Drops the full stop of a sentence that ends in a name with its own, such as “Fabrikam, Inc.”. */
function oneFullStop(phrase: Phrase): Phrase {
  return phrase.map((piece, index) => {
    const before = phrase[index - 1];
    const endsInOne =
      typeof before === 'object' && 'untrusted' in before && before.untrusted.trimEnd().endsWith('.');
    return endsInOne && typeof piece === 'string' && /^\.(?!\.)/.test(piece) ? piece.slice(1) : piece;
  });
}

/** A phrase as a value. intl-messageformat keeps objects apart, but joins strings with the text around them. */
class Insertion {
  readonly phrase: Phrase;
  constructor(phrase: Phrase) {
    this.phrase = phrase;
  }
}

function toInsertion(value: unknown): Insertion {
  return new Insertion(Array.isArray(value) ? value : [{ untrusted: String(value) }]);
}

function toStrong(chunks: readonly (string | Insertion)[]): Insertion {
  return new Insertion([{ strong: chunks.flatMap(toPieces) }]);
}

function toPieces(value: string | Insertion): readonly Piece[] {
  return typeof value === 'string' ? [value] : value.phrase;
}
