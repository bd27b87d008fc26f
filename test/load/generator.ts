import {
  type DataIn,
  eventsAt,
  newCustomer,
  newPartner,
  queueOf,
  type TestCustomer,
  type WireEvent,
} from '../fixtures/events.ts';
import { pick, randomFrom, shuffle } from '../fixtures/random.ts';

/** Valid events of many cases, generated from a seed. */
export interface LoadEvents {
  readonly partners: readonly DataIn<'partner.registered'>[];
  readonly customers: readonly TestCustomer[];
  /** Each event once. */
  readonly events: readonly WireEvent[];
  /** In the order they are sent, with repeats. */
  readonly deliveries: readonly WireEvent[];
}

/** Kinds of cases: their share of all events, and how many subscriptions a case has. */
const KINDS = [
  { name: 'small', share: 0.7, least: 1, most: 4 },
  { name: 'middle', share: 0.2, least: 10, most: 30 },
  { name: 'large', share: 0.1, least: 100, most: 100 },
] as const;

/** Every 50th event is delivered twice. */
const REPEAT_EVERY = 50;

const PARTNERS = [
  { country: 'US', kind: 'direct-bill' },
  { country: 'US', kind: 'indirect-provider', acceptance: 'partner-center' },
  { country: 'US', kind: 'indirect-reseller' },
  { country: 'FR', kind: 'direct-bill', defaultLocale: 'fr' },
] as const;

/**
 * Makes events for cases of three sizes. Events of different cases are mixed at random; those of one case keep their order. So a
 * batch of ten rarely has two events of one case, which costs the table most.
 * @param options.onlySubscriptions for a bulk import: nothing but `subscription.ingested`
 */
export function generateLoad(options: {
  seed: number;
  events: number;
  onlySubscriptions?: boolean;
  now?: Date;
}): LoadEvents {
  const random = randomFrom(options.seed);
  const partners = PARTNERS.map((fields) => newPartner(fields));
  const customers: TestCustomer[] = [];
  const cases: WireEvent[][] = [];
  const now = options.now ?? new Date();
  const make = eventsAt(() => now);
  for (const { share, least, most } of KINDS) {
    for (let left = Math.round(options.events * share); left > 0; ) {
      const partner = pick(partners, random);
      const { partnerId, country } = partner;
      const customer = newCustomer(partnerId, { name: `Fabrikam ${customers.length}`, country });
      const size = least + Math.floor(random() * (most - least + 1));
      const events = caseEvents(make, customer, size, random, options.onlySubscriptions ?? false).slice(
        0,
        left,
      );
      customers.push(customer);
      cases.push(events);
      left -= events.length;
    }
  }
  const turns = shuffle(
    cases.flatMap((events, index) => events.map(() => index)),
    random,
  );
  const next = cases.map((events) => events.values());
  const events = turns.flatMap((index) => {
    const { value } = next[index]?.next() ?? {};
    return value === undefined ? [] : [value];
  });
  const deliveries = events.flatMap((event, index) => {
    // The repeat follows 300 events later.
    const earlier = index % REPEAT_EVERY === 0 ? events[index - 300] : undefined;
    return earlier === undefined ? [event] : [event, earlier];
  });
  return { partners, customers, events, deliveries };
}

/** One case: its subscriptions, and what may follow. */
function caseEvents(
  make: ReturnType<typeof eventsAt>,
  customer: TestCustomer,
  size: number,
  random: () => number,
  onlySubscriptions: boolean,
): WireEvent[] {
  const events: WireEvent[] = [];
  const ids = Array.from({ length: size }, () => crypto.randomUUID());
  for (const [index, id] of ids.entries()) {
    const isAzure = random() < 0.4;
    const billing = isAzure ? ('usage-based' as const) : ('license-based' as const);
    const name = isAzure ? `Azure ${index}` : `Microsoft 365 E3 ${index}`;
    events.push(make.ingested(customer, { id, billing, name, channel: 'ea' }));
    if (!onlySubscriptions && isAzure && random() < 0.2) events.push(make.onboarding(customer, id));
  }
  if (onlySubscriptions) return events;
  const kind = random();
  if (kind < 0.4) events.push(make.approved(customer, { scope: 'delegated-admin' }));
  else if (kind < 0.45) events.push(make.declined(customer));
  if (random() < 0.1) events.push(make.ended(customer, pick(ids, random)));
  return events;
}

/** Message bodies by queue, in the order given. */
export function bodiesByQueue(events: readonly WireEvent[]): Map<string, string[]> {
  const queues = new Map<string, string[]>();
  for (const event of events) {
    const queue = queueOf(event.type);
    const bodies = queues.get(queue) ?? [];
    bodies.push(JSON.stringify(event));
    queues.set(queue, bodies);
  }
  return queues;
}
