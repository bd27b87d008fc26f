import { html, type Insert, Markup } from '../../texts/markup.ts';
import { layout, type Slots } from './layout.generated.ts';

/** A block of the layout with its slots filled. What is inserted is escaped unless it is markup. */
export function fill<B extends keyof Slots>(block: B, slots: { readonly [S in Slots[B]]: Insert }): Markup {
  const inserts = new Map<string, Insert>(Object.entries(slots));
  return new Markup(
    layout[block]
      .map((piece, index) => (index % 2 === 0 ? piece : html`${inserts.get(piece)}`.toString()))
      .join(''),
  );
}
