import fc from 'fast-check';
import { ONBOARDING_STEPS } from '../../shared/events/azure-onboarding.ts';
import { BILLINGS, CHANNELS, ROLES, type Role, SCOPES } from '../../shared/events/vocabulary.ts';
import type { ModelPartner } from './state.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const sometimes = <T>(values: readonly T[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 });
const role = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Role>('sales-agent') },
  { weight: 1, arbitrary: fc.constantFrom(...ROLES) },
);
const id = fc.constantFrom('s-1', 's-2', 's-3', 's-4');
/** The subscription of an onboarding event: one under way, any Azure subscription, or any subscription. */
const about = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('under-way' as const, 'azure' as const) },
  { weight: 1, arbitrary: id },
);
const email = fc.constantFrom('it@a.example', 'it@a.example', 'ceo@a.example');

/** Milliseconds from the event to the clock's now; negative when the sender's clock runs ahead. */
const ago = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 90 }).map((n) => n * MINUTE) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 40 }).map((n) => n * DAY) },
  { weight: 1, arbitrary: fc.constantFrom(-MINUTE, -HOUR, -DAY, -40 * DAY) },
);

/** Milliseconds the clock advances before a batch is processed. */
const pause = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 60 }).map((n) => n * MINUTE) },
  { weight: 3, arbitrary: fc.constantFrom(3, 7, 10, 15, 25, 30).map((n) => n * DAY) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 40 * 24 }).map((n) => n * HOUR) },
);

/** The link a customer clicks: of the newest invitation, the one before, or an unknown one. */
const link = fc.constantFrom('current', 'current', 'current', 'previous', 'previous', 'none', 'unknown');

const anyEvent = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('subscription.ingested' as const),
      ago,
      id,
      /** `undefined`: s-1 and s-2 are licences, s-3 and s-4 are Azure. */
      billing: fc.oneof(
        { weight: 7, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constantFrom(...BILLINGS) },
      ),
      channel: fc.oneof(fc.constantFrom('ea', 'csp'), fc.constantFrom(...CHANNELS)),
      sellerId: fc.oneof(
        { weight: 9, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constantFrom('contoso', 'northwind') },
      ),
      /** Milliseconds from the clock's now; half a minute off all other times, which makes the order unambiguous. */
      termEnds: fc.option(
        fc.integer({ min: -3, max: 40 }).map((n) => n * DAY + 30_000),
        { nil: undefined },
      ),
      role,
      email,
      country: fc.oneof(
        { weight: 14, arbitrary: fc.constant('US') },
        { weight: 1, arbitrary: fc.constant('CA') },
      ),
      isCspPartner: fc.oneof(
        { weight: 14, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('subscription.ended' as const), ago, id }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('relationship.requested' as const),
      ago,
      scope: sometimes(SCOPES),
      email: fc.option(email, { nil: undefined }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('relationship.approved' as const),
      ago,
      scope: sometimes(SCOPES),
      via: fc.constantFrom('customer-link' as const, 'partner-center' as const, 'upstream' as const),
      link,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('relationship.declined' as const),
      ago,
      via: fc.constantFrom('customer-link' as const, 'upstream' as const),
      link,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('relationship.removed' as const),
      ago,
      by: fc.constantFrom('customer' as const, 'partner' as const, 'microsoft' as const),
      scope: sometimes(['delegated-admin', 'all'] as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('azure-onboarding.requested' as const),
      ago,
      about,
      role,
      offer: fc.constantFrom('azure-plan' as const, 'legacy' as const),
      retire: fc.constantFrom('subscription' as const, 'services' as const, 'none' as const),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('azure-onboarding.step-completed' as const),
      ago,
      about,
      /** An offset from the step that is due, or the name of any step. */
      step: fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, -1) },
        { weight: 1, arbitrary: fc.constantFrom(...ONBOARDING_STEPS) },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('azure-onboarding.failed' as const),
      ago,
      about,
      reason: fc.constantFrom('transfer-declined' as const, 'cancelled' as const, 'other' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('mail.failed' as const),
      ago,
      link: fc.oneof(
        { weight: 7, arbitrary: link },
        { weight: 1, arbitrary: fc.constant('letter' as const) },
      ),
      /** The address the letter went to. */
      email,
      why: fc.constantFrom('bounced' as const, 'complained' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('customer.erased' as const), ago }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('repeat' as const), index: fc.nat(30) }) },
);

/** An event as it is generated, before it has an id and a time. */
export type GeneratedEvent = Extract<ReturnType<typeof generatedEvents>, { type: string }>;
declare function generatedEvents(): typeof anyEvent extends fc.Arbitrary<infer Value> ? Value : never;

/** A partner, and batches of events with a pause before each. */
export interface EventSequence {
  readonly partner: ModelPartner;
  readonly batches: readonly { readonly pause: number; readonly events: readonly GeneratedEvent[] }[];
}

const partner: fc.Arbitrary<ModelPartner> = fc.record({
  cloud: fc.oneof(
    { weight: 12, arbitrary: fc.constant('commercial' as const) },
    { weight: 4, arbitrary: fc.constant('us-government' as const) },
    { weight: 1, arbitrary: fc.constantFrom('china' as const, 'germany' as const) },
  ),
  kind: fc.constantFrom('direct-bill' as const, 'indirect-provider' as const, 'indirect-reseller' as const),
  acceptance: fc.constantFrom('link' as const, 'link' as const, 'partner-center' as const),
});

/** First events after which an Azure onboarding is under way, or none. */
const beginning = fc.oneof(
  { weight: 2, arbitrary: fc.constant<GeneratedEvent[]>([]) },
  {
    weight: 1,
    arbitrary: fc
      .record({
        channel: fc.constantFrom('ea' as const, 'csp' as const),
        offer: fc.constantFrom('azure-plan' as const, 'legacy' as const),
        retire: fc.constantFrom('subscription' as const, 'none' as const),
      })
      .map(onboardingOf),
  },
);

function onboardingOf({
  channel,
  offer,
  retire,
}: {
  channel: 'ea' | 'csp';
  offer: 'azure-plan' | 'legacy';
  retire: 'subscription' | 'none';
}): GeneratedEvent[] {
  const at = { ago: 90 * MINUTE };
  const subscription = {
    id: 's-3' as const,
    billing: undefined,
    channel,
    sellerId: undefined,
    termEnds: undefined,
  };
  const customer = {
    role: 'sales-agent',
    email: 'it@a.example',
    country: 'US',
    isCspPartner: false,
  } as const;
  return [
    { type: 'subscription.ingested', ...at, ...subscription, ...customer },
    { type: 'relationship.approved', ...at, scope: undefined, via: 'upstream', link: 'none' },
    { type: 'azure-onboarding.requested', ...at, about: 's-3', role: 'sales-agent', offer, retire },
  ];
}

/** Any sequence of events. */
export const anyEventSequence: fc.Arbitrary<EventSequence> = fc
  .record({
    partner,
    beginning,
    batches: fc.array(fc.record({ pause, events: fc.array(anyEvent, { maxLength: 3 }) }), {
      minLength: 2,
      maxLength: 20,
      size: 'max',
    }),
  })
  .map(({ partner, beginning: events, batches }) => ({
    partner,
    batches: events.length > 0 ? [{ pause: 0, events }, ...batches] : batches,
  }));
