import type * as z from 'zod/mini';
import type { EventQueue } from './kinds.ts';

/** One event type of the contract (§2): where it arrives, what its data must be, and an example. */
export interface EventDefinition<Type extends string, Schema extends z.core.SomeType> {
  readonly type: Type;
  readonly queue: EventQueue;
  /** What the event tells, in a sentence. */
  readonly summary: string;
  readonly data: Schema;
  /** A valid `data`; typed by the schema's input so that it cannot rot. */
  readonly example: z.core.input<Schema>;
}

/** Ties an event type's parts together with their types. */
export function defineEvent<const Type extends string, Schema extends z.core.SomeType>(
  definition: EventDefinition<Type, Schema>,
): EventDefinition<Type, Schema> {
  return definition;
}
