import type { Effects } from '../process/effects.ts';
import type { Outgoing, Queue } from './queue.ts';

/** Effects and on whose behalf they leave. */
export interface OwnedEffects {
  readonly owner: string;
  readonly effects: Effects;
}

/**
 * Sends outcomes and mail orders, together for a whole batch.
 * @returns the owners some of whose effects could not be sent; they are to be tried again, under the same ids
 */
export async function sendEffects(
  owned: readonly OwnedEffects[],
  to: { readonly outcomes: Queue; readonly mail: Queue },
): Promise<ReadonlySet<string>> {
  const messages = (pick: (effects: Effects) => readonly unknown[]): Outgoing[] =>
    owned.flatMap(({ owner, effects }) =>
      pick(effects).map((message) => ({ owner, body: JSON.stringify(message) })),
    );
  const [outcomes, mails] = await Promise.all([
    to.outcomes.sendAll(messages((effects) => effects.outcomes)),
    to.mail.sendAll(messages((effects) => effects.mails)),
  ]);
  return new Set([...outcomes, ...mails]);
}
