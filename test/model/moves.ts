import fc from 'fast-check';
import { ONBOARDING_STEPS } from '../../shared/events/azure-onboarding.ts';
import { BILLINGS, CHANNELS, ROLES, type Role, SCOPES } from '../../shared/events/vocabulary.ts';
import type { World } from './state.ts';

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
/** Which subscription an onboarding is about: one that is under way, or any Azure one, or any at all. */
const about = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('under-way' as const, 'azure' as const) },
  { weight: 1, arbitrary: id },
);
const email = fc.constantFrom('it@a.example', 'it@a.example', 'ceo@a.example');

/** How long before the clock an event happened; negative: its sender's clock runs ahead. */
const ago = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 90 }).map((n) => n * MINUTE) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 40 }).map((n) => n * DAY) },
  { weight: 1, arbitrary: fc.constantFrom(-MINUTE, -HOUR, -DAY, -40 * DAY) },
);

/** How long the clock moves on before a batch is taken. */
const pause = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 60 }).map((n) => n * MINUTE) },
  { weight: 3, arbitrary: fc.constantFrom(3, 7, 10, 15, 25, 30).map((n) => n * DAY) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 40 * 24 }).map((n) => n * HOUR) },
);

/** A link that is clicked: that of the newest invitation, of the one before, or one that is not known any more. */
const link = fc.constantFrom('current', 'current', 'current', 'previous', 'previous', 'none', 'unknown');

const move = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('subscription.ingested' as const),
      ago,
      id,
      /** `undefined`: the first two are licences, the others Azure. */
      billing: fc.oneof(
        { weight: 7, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constantFrom(...BILLINGS) },
      ),
      channel: fc.oneof(fc.constantFrom('ea', 'csp'), fc.constantFrom(...CHANNELS)),
      sellerId: fc.oneof(
        { weight: 9, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constantFrom('contoso', 'northwind') },
      ),
      /** From the clock; half a minute off everything else, so that its order is told. */
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
      /** The step that is due, the one before or after it, or any. */
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
      /** Where the letter went. */
      email,
      why: fc.constantFrom('bounced' as const, 'complained' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('customer.erased' as const), ago }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('repeat' as const), index: fc.nat(30) }) },
);

/** Something that is delivered. */
export type Move = Extract<ReturnType<typeof movesOf>, { type: string }>;
declare function movesOf(): typeof move extends fc.Arbitrary<infer Value> ? Value : never;

/** A walk: a world, and batches of moves with pauses before them. */
export interface Walk {
  readonly world: World;
  readonly batches: readonly { readonly pause: number; readonly moves: readonly Move[] }[];
}

const world: fc.Arbitrary<World> = fc.record({
  cloud: fc.oneof(
    { weight: 12, arbitrary: fc.constant('commercial' as const) },
    { weight: 4, arbitrary: fc.constant('us-government' as const) },
    { weight: 1, arbitrary: fc.constantFrom('china' as const, 'germany' as const) },
  ),
  kind: fc.constantFrom('direct-bill' as const, 'indirect-provider' as const, 'indirect-reseller' as const),
  acceptance: fc.constantFrom('link' as const, 'link' as const, 'partner-center' as const),
});

/** A beginning after which an Azure subscription is coming over, or an empty one. */
const beginning = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Move[]>([]) },
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
}): Move[] {
  const at = { ago: 90 * MINUTE };
  const subscription = {
    id: 's-3' as const,
    billing: undefined,
    channel,
    sellerId: undefined,
    termEnds: undefined,
  };
  const told = { role: 'sales-agent', email: 'it@a.example', country: 'US', isCspPartner: false } as const;
  return [
    { type: 'subscription.ingested', ...at, ...subscription, ...told },
    { type: 'relationship.approved', ...at, scope: undefined, via: 'upstream', link: 'none' },
    { type: 'azure-onboarding.requested', ...at, about: 's-3', role: 'sales-agent', offer, retire },
  ];
}

/** Any walk. */
export const walks: fc.Arbitrary<Walk> = fc
  .record({
    world,
    beginning,
    batches: fc.array(fc.record({ pause, moves: fc.array(move, { maxLength: 3 }) }), {
      minLength: 2,
      maxLength: 20,
      size: 'max',
    }),
  })
  .map(({ world: where, beginning: moves, batches }) => ({
    world: where,
    batches: moves.length > 0 ? [{ pause: 0, moves }, ...batches] : batches,
  }));
