import { expectTypeOf } from 'vitest';
import type { Case, CaseKey } from '../../shared/case/case.ts';
import type { Invitation, RelationshipStatus } from '../../shared/case/relationship.ts';
import type { Onboarding, OnboardingChain, Subscription } from '../../shared/case/subscription.ts';
import type { Change, TimelineEntry } from '../../shared/case/timeline.ts';
import type { CaseEvent, DataOf, EventType, InputOf, KnownEvent } from '../../shared/events/catalogue.ts';
import { fromMillis, toMillis } from '../../shared/events/instant.ts';
import type { CaseFoldEvent } from '../../shared/events/internal-events.ts';
import type { Parsed } from '../../shared/events/parse-event.ts';
import { type LinkClaims, type TokenError, verifyToken } from '../../shared/invitations/link-token.ts';
import type { MailCommand } from '../../shared/process/effects.ts';
import { type FoldResult, foldCase } from '../../shared/process/fold-case.ts';
import { firstHit, is, isOneOf, type Rule } from '../../shared/rules/rule.ts';
import type { SubscriptionFacts } from '../../shared/rules/subscription-rules.ts';
import type { MetricValue } from '../../shared/runtime/metric-catalogue.ts';

/*
 * What the types promise to those who use the core. The compiler checks it (`npm run typecheck`): a line that no longer holds is an
 * error, and so is a `@ts-expect-error` above a line that compiles. Nothing here runs.
 */

// An event's type gives the shape of its data, before and after parsing.
expectTypeOf<KnownEvent['type']>().toEqualTypeOf<EventType>();
expectTypeOf<KnownEvent<'subscription.ended'>['data']>().toEqualTypeOf<DataOf<'subscription.ended'>>();
expectTypeOf<DataOf<'relationship.declined'>>().toHaveProperty('via');
expectTypeOf<DataOf<'partner.registered'>['muted']>().not.toBeNullable();
expectTypeOf<DataOf<'partner.registered'>['acceptance']>().toEqualTypeOf<'link' | 'partner-center'>();
expectTypeOf<undefined>().toExtend<InputOf<'partner.registered'>['acceptance']>();
expectTypeOf<null>().toExtend<InputOf<'subscription.ingested'>['customer']['contactName']>();
expectTypeOf<null>().not.toExtend<DataOf<'subscription.ingested'>['customer']['contactName']>();
// @ts-expect-error no such type
export type NoEvent = DataOf<'subscription.renamed'>;

// A partner's registration belongs to no case; every other event does, and names it.
expectTypeOf<Extract<CaseEvent, { type: 'partner.registered' }>>().toBeNever();
expectTypeOf<CaseEvent['data']>().toExtend<{ partnerId: string; customer: { tenantId: string } }>();
expectTypeOf<KnownEvent<'partner.registered'>>().not.toExtend<CaseFoldEvent>();

// A parsed message is an event or a refusal, never both.
expectTypeOf<Extract<Parsed, { ok: true }>>().not.toHaveProperty('code');
expectTypeOf<Extract<Parsed, { ok: false }>>().not.toHaveProperty('event');

// Nobody changes a case: the fold gives a new one.
expectTypeOf<Case>().toExtend<CaseKey>();
expectTypeOf<Case['subscriptions']>().toEqualTypeOf<ReadonlyMap<string, Subscription>>();
expectTypeOf<Case['subscriptions']>().not.toHaveProperty('set');
expectTypeOf<Case['recent']>().toEqualTypeOf<readonly TimelineEntry[]>();
declare const known: Case;
// @ts-expect-error a case is read only
known.generation = 1;
// @ts-expect-error and so is its timeline
known.recent.push(known.recent[0]);

// A fold gives a case only where it had all it needs.
expectTypeOf(foldCase).returns.toEqualTypeOf<FoldResult>();
expectTypeOf(foldCase).parameter(1).toEqualTypeOf<readonly CaseFoldEvent[]>();
expectTypeOf<Extract<FoldResult, { kind: 'needs-all-subscriptions' }>>().not.toHaveProperty('case');

// Who has started an onboarding has its chain; who has not, may have none.
declare const onboarding: Onboarding;
expectTypeOf(onboarding.chain).toEqualTypeOf<OnboardingChain | null>();
if (onboarding.status === 'under-way' || onboarding.status === 'done')
  expectTypeOf(onboarding.chain).toEqualTypeOf<OnboardingChain>();
if (onboarding.status === 'parked') expectTypeOf(onboarding.chain).toEqualTypeOf<OnboardingChain | null>();

// A change carries what its kind needs.
expectTypeOf<Extract<Change, { kind: 'reminded' }>['reminder']>().toEqualTypeOf<number>();
expectTypeOf<
  Extract<Change, { kind: 'relationship' }>['previousStatus']
>().toEqualTypeOf<RelationshipStatus>();
expectTypeOf<Invitation['status']>().not.toEqualTypeOf<string>();

// A token is verified before its claims can be read.
expectTypeOf(verifyToken).returns.toEqualTypeOf<LinkClaims | TokenError>();
// @ts-expect-error a refused token has no claims
export const unchecked = verifyToken('', { current: '', keys: new Map() }).partnerId;

// A mail command names a case and no person: the mail is composed from the case when it is sent.
expectTypeOf<
  Extract<keyof MailCommand | keyof MailCommand['about'], 'to' | 'name' | 'email' | 'contactEmail'>
>().toBeNever();

// Rules can only ask for facts that there are, and for values that these can have.
expectTypeOf(is<SubscriptionFacts, 'billing'>)
  .parameter(1)
  .toEqualTypeOf<SubscriptionFacts['billing']>();
// @ts-expect-error no such fact
export const noFact = is<SubscriptionFacts, 'colour'>('colour', 'red');
// @ts-expect-error no such value
export const noValue = isOneOf<SubscriptionFacts, 'billing'>('billing', ['monthly']);
expectTypeOf(firstHit<{ is: boolean }, 'yes' | 'no'>).returns.toEqualTypeOf<
  Rule<{ is: boolean }, 'yes' | 'no'>
>();

// Metrics have names that the alarms know.
// @ts-expect-error no such metric
export const noMetric: MetricValue = { name: 'EventsLost' };

// Time is milliseconds or an instant, and one is made of the other.
expectTypeOf(toMillis).returns.toBeNumber();
expectTypeOf(fromMillis).returns.toBeString();
