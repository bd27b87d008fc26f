import type { Case, Customer } from '../case/case.ts';
import type { Grant, Relationship } from '../case/relationship.ts';
import type { Subscription } from '../case/subscription.ts';
import type { TimelineEntry } from '../case/timeline.ts';

/*
 * Items keep the field names they were first written with, because every version must read the items of every other:
 * `told` for `reported`, `toldAt` for `reportedAt`, `life` for `generation`. Effects and mail commands keep
 * `life`, too (effects.ts, mail-command.ts). The head's `mark` (attempt id) and `marks` (event index) are in case-store.ts.
 */

/** The fields of a case that its head always holds. */
export type CaseFields = Omit<Case, 'partnerId' | 'tenantId' | 'subscriptions' | 'recent'>;

/** {@link CaseFields} under their stored names. Heads written before erasures were counted have no `life`. */
export interface StoredCaseFields
  extends Omit<CaseFields, 'customer' | 'generation' | 'erasedAt' | 'relationship' | 'recordedAt'> {
  readonly relationship: StoredRelationship;
  readonly customer: (Omit<Customer, 'reportedAt'> & { readonly toldAt: string }) | null;
  readonly erasedAt?: string | null;
  readonly life?: number;
  /** Heads written before the case's time was kept have none. */
  readonly recordedAt?: string | null;
}

/** A relationship as it is stored. Heads written before grants were told apart have none. */
type StoredRelationship = Omit<Relationship, 'grants' | 'clearedAt'> & Partial<Relationship>;

/** A subscription under its stored names. */
export interface StoredSubscription extends Omit<Subscription, 'reported'> {
  readonly told: Subscription['reported'];
}

/** A timeline entry under its stored names. */
export interface StoredEntry extends Omit<TimelineEntry, 'generation'> {
  readonly life?: number;
}

export function toStoredCase({ customer, generation, ...fields }: CaseFields): StoredCaseFields {
  if (customer === null) return { ...fields, customer, life: generation };
  const { reportedAt: toldAt, ...known } = customer;
  return { ...fields, customer: { ...known, toldAt }, life: generation };
}

export function fromStoredCase({
  customer,
  life = 0,
  erasedAt = null,
  recordedAt = null,
  relationship: stored,
  ...fields
}: StoredCaseFields): CaseFields {
  const relationship = { grants: grantsBefore(stored), clearedAt: null, ...stored };
  const read = { ...fields, relationship, erasedAt, recordedAt, generation: life };
  if (customer === null) return { ...read, customer };
  const { toldAt: reportedAt, ...known } = customer;
  return { ...read, customer: { ...known, reportedAt } };
}

/** The grant of an active relationship that was stored before grants were told apart. */
function grantsBefore({ status, scope, factAt, changedAt }: StoredRelationship): Grant[] {
  const at = factAt ?? changedAt;
  if (status !== 'active' || at === null) return [];
  return [{ by: scope === 'delegated-admin' ? 'dap' : 'reseller', at, isHeld: true }];
}

export function toStoredSubscription({ reported: told, ...fields }: Subscription): StoredSubscription {
  return { ...fields, told };
}

export function fromStoredSubscription({ told: reported, ...fields }: StoredSubscription): Subscription {
  return { ...fields, reported };
}

export function toStoredEntry({ generation: life, ...fields }: TimelineEntry): StoredEntry {
  return life === undefined ? fields : { ...fields, life };
}

export function fromStoredEntry({ life: generation, ...fields }: StoredEntry): TimelineEntry {
  return generation === undefined ? fields : { ...fields, generation };
}
