import * as z from 'zod/mini';
import { email, guid, maybe, name, partnerId, subscriptionId } from './fields.ts';
import { type EventQueue, ROLES } from './vocabulary.ts';

/** An event type of the contract (§2): its queue, the schema of its data, and an example. */
export interface EventDefinition<Type extends string, Schema extends z.core.SomeType> {
  readonly type: Type;
  readonly queue: EventQueue;
  /** What the event says, in a sentence. It goes into the docs. */
  readonly summary: string;
  readonly data: Schema;
  /** A valid `data`. The schema's type checks it. */
  readonly example: z.core.input<Schema>;
}

/** Defines an event type. */
export function defineEvent<const Type extends string, Schema extends z.core.SomeType>(
  definition: EventDefinition<Type, Schema>,
): EventDefinition<Type, Schema> {
  return definition;
}

/** The case an event belongs to. Every `data` has it, except for `partner.registered` (contract §2). */
export const caseOf = { partnerId: partnerId(), customer: z.object({ tenantId: guid() }) };

/** The case and subscription of an event about one subscription. */
export const subscriptionOf = { ...caseOf, subscriptionId: subscriptionId() };

/** The person at the partner who makes a request, and the role (R3). */
export const requester = z.object({ role: z.enum(ROLES), name: maybe(name()), email: maybe(email()) });
