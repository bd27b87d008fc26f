import * as z from 'zod/mini';
import { email, guid, maybe, name, partnerId, subscriptionId } from './fields.ts';
import { type EventQueue, ROLES } from './vocabulary.ts';

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

/** Whose case an event belongs to; every `data` but `partner.registered`'s has it (contract §2). */
export const caseOf = { partnerId: partnerId(), customer: z.object({ tenantId: guid() }) };

/** The same for events about one subscription. */
export const subscriptionOf = { ...caseOf, subscriptionId: subscriptionId() };

/** Who, at the partner, asks for something, and in which role (R3). */
export const requester = z.object({ role: z.enum(ROLES), name: maybe(name()), email: maybe(email()) });
