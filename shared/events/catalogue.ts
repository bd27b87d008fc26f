import type * as z from 'zod/mini';
import {
  azureOnboardingFailed,
  azureOnboardingRequested,
  azureOnboardingStepCompleted,
} from './azure-onboarding.ts';
import { customerErased } from './customer.ts';
import type { Event } from './envelope.ts';
import { partnerRegistered } from './partner.ts';
import {
  relationshipApproved,
  relationshipDeclined,
  relationshipRemoved,
  relationshipRequested,
} from './relationship.ts';
import { subscriptionEnded, subscriptionIngested } from './subscription.ts';

/** Every event type that comes in (contract §2 and “Added since”), in the contract's order. */
export const CATALOGUE = [
  partnerRegistered,
  subscriptionIngested,
  subscriptionEnded,
  relationshipRequested,
  relationshipApproved,
  relationshipDeclined,
  relationshipRemoved,
  customerErased,
  azureOnboardingRequested,
  azureOnboardingStepCompleted,
  azureOnboardingFailed,
] as const;

type Definition = (typeof CATALOGUE)[number];
export type EventType = Definition['type'];

/** The checked data of an event type. */
export type DataOf<Type extends EventType> = z.core.output<Extract<Definition, { type: Type }>['data']>;

/** The data of an event type as a publisher may send it: defaults and what may be absent left out. */
export type InputOf<Type extends EventType> = z.core.input<Extract<Definition, { type: Type }>['data']>;

/** A checked event of one known type; without a parameter, of any. */
export type KnownEvent<Type extends EventType = EventType> = Type extends EventType
  ? Event<Type, DataOf<Type>>
  : never;

/** An event that belongs to a case: all but `partner.registered`. */
export type CaseEvent = Exclude<KnownEvent, { type: 'partner.registered' }>;

const BY_TYPE: ReadonlyMap<string, Definition> = new Map(
  CATALOGUE.map((definition) => [definition.type, definition]),
);

/** The definition of a type by its name, or `undefined` for a name the contract does not have. */
export function definitionOf(type: string): Definition | undefined {
  return BY_TYPE.get(type);
}
