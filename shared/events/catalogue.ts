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

/** Every event type that may be published to us (contract §2 and “Added since”), in the contract's order. */
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

/** The data of an event type after it was parsed. */
export type DataOf<Type extends EventType> = z.core.output<Extract<Definition, { type: Type }>['data']>;

/** The data of an event type as a publisher may send it. Optional fields and fields with defaults may be missing. */
export type InputOf<Type extends EventType> = z.core.input<Extract<Definition, { type: Type }>['data']>;

/** A parsed event of one type; without a type parameter, of any type. */
export type KnownEvent<Type extends EventType = EventType> = Type extends EventType
  ? Event<Type, DataOf<Type>>
  : never;

/** An event that belongs to a case: every type but `partner.registered`. */
export type CaseEvent = Exclude<KnownEvent, { type: 'partner.registered' }>;

const BY_TYPE: ReadonlyMap<string, Definition> = new Map(
  CATALOGUE.map((definition) => [definition.type, definition]),
);

/** The definition of an event type; `undefined` for a type that the contract does not have. */
export function definitionOf(type: string): Definition | undefined {
  return BY_TYPE.get(type);
}
