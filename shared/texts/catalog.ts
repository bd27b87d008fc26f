import type { IntlMessageFormat } from 'intl-messageformat';

/**
 * A part of a compiled ICU message, in compact form. Literal text is a string; everything else is a tuple that starts with
 * intl-messageformat's element type (1 argument, 2 number, 6 plural, 7 pound, 8 tag).
 */
export type MessagePart =
  | string
  | readonly [1 | 2, string]
  | readonly [6, string, Readonly<Record<string, readonly MessagePart[]>>]
  | readonly [7]
  | readonly [8, string, readonly MessagePart[]];

/** A compiled message. The property `takes` never exists; it is the type of the values the message takes. */
type Message<Values> = readonly MessagePart[] & { readonly takes?: Values };

/** The compiled texts of one group, by locale and key. `V` maps each key to the values of its text. */
export type Catalog<L extends string, V> = Readonly<
  Record<L, { readonly [Key in keyof V]: Message<V[Key]> }>
>;

type Element = Exclude<ConstructorParameters<typeof IntlMessageFormat>[0], string>[number];

/** Converts the compact form to the syntax tree of intl-messageformat. */
export function toMessageElements(parts: readonly MessagePart[]): Element[] {
  return parts.map(expandPart);
}

function expandPart(part: MessagePart): Element {
  if (typeof part === 'string') return { type: 0, value: part };
  switch (part[0]) {
    case 1:
      return { type: 1, value: part[1] };
    case 2:
      return { type: 2, value: part[1], style: null };
    case 6:
      return { type: 6, value: part[1], offset: 0, pluralType: 'cardinal', options: expandAll(part[2]) };
    case 7:
      return { type: 7 };
    case 8:
      return { type: 8, value: part[1], children: toMessageElements(part[2]) };
  }
}

function expandAll(
  options: Readonly<Record<string, readonly MessagePart[]>>,
): Record<string, { value: Element[] }> {
  return Object.fromEntries(
    Object.entries(options).map(([rule, parts]) => [rule, { value: toMessageElements(parts) }]),
  );
}
