import { CHANNELS, ROLES } from '../../shared/events/vocabulary.ts';
import { type DataIn, eventsAt, type TestCustomer, type WireEvent } from '../fixtures/events.ts';
import { pick, shuffle } from '../fixtures/random.ts';
import { QUEUES } from './functions.ts';
import type { Publisher } from './publisher.ts';
import { BEGINNING, type World } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long the publishers work, in milliseconds: over reminders, expiries and blocks. */
export const WORKLOAD_TIME = 70 * DAY;

const PARTNERS = [
  { country: 'US', cloud: 'commercial', kind: 'direct-bill' },
  { country: 'FR', cloud: 'commercial', kind: 'indirect-provider', acceptance: 'partner-center' },
  { country: 'US', cloud: 'us-government', kind: 'direct-bill' },
] as const;

const EVENT_DOORS = ['subscription-events', 'relationship-events', 'azure-events'] as const;
const EVERY_DOOR = [...EVENT_DOORS, 'mail', 'due-cases'] as const;

/** Makes what happens to a few customers, as a seed gives it. */
export class Workload {
  readonly partners: readonly DataIn<'partner.registered'>[];
  readonly #world: World;
  readonly #publisher: Publisher;
  readonly #random: () => number;
  #count = 0;

  constructor(world: World, publisher: Publisher) {
    this.#world = world;
    this.#publisher = publisher;
    this.#random = world.scheduler.randomFor('workload');
    const random = this.#random;
    this.partners = Array.from({ length: random() < 0.3 ? 2 : 1 }, (_, index) => ({
      ...pick(PARTNERS, random),
      partnerId: `contoso-${index}`,
      name: 'Contoso Cloud Services',
      supportEmail: 'support@contoso.example',
      notificationsEmail: `desk-${index}@contoso.example`,
    }));
    world.onOutcome = (outcome) => {
      if (outcome.type === 'azure-onboarding.step-due') this.#completeStep(outcome.id, outcome.data);
      if (outcome.type === 'invitation.sent') this.#planEventAtExpiry(outcome.data);
    };
  }

  /** Plans everything. The scheduler runs it. */
  start(): void {
    const { scheduler } = this.#world;
    const random = this.#random;
    for (const partner of this.partners) {
      const event = this.#events(0).registered(partner, {
        id: this.#id(),
        time: new Date(BEGINNING).toISOString(),
      });
      scheduler.after(random() < 0.1 ? random() * MINUTE : 0, () => void this.#publisher.publish(event));
    }
    const customers = 1 + Math.floor(random() * 4);
    for (let index = 0; index < customers; index++) this.#planCustomer(index);
    if (random() < 0.5) this.#planMalformed();
    if (random() < 0.2 && this.#world.faults.kinds.includes('brownout')) this.#planFaultyPublisher();
    if (random() < 0.3) scheduler.after(random() * 20 * DAY, () => this.#rotateKeys());
    for (let redrives = 0; redrives < 3; redrives++) {
      scheduler.after(random() * WORKLOAD_TIME, () => this.redrive());
    }
    if (this.#world.faults.happens('outage')) this.#planOutage();
  }

  /** Some services fail for hours. */
  #planOutage(): void {
    const { scheduler, network, sqs, trace } = this.#world;
    const services = pick(
      [['dynamodb'], ['ses'], ['secrets'], ['dynamodb', 'sqs', 'ses', 'secrets']] as const,
      this.#random,
    );
    scheduler.after(this.#random() * 3 * HOUR, () => {
      trace(() => `outage of ${services.join(', ')}`);
      for (const service of services) network.down.add(service);
      scheduler.after(this.#random() * 5 * HOUR, () => {
        trace(() => 'the outage is over');
        network.down.clear();
        for (const queue of sqs.queues.values()) queue.onVisible();
      });
    });
  }

  /** Puts dead letters that are events back into their queues, as an operator does. */
  redrive(): void {
    for (const name of QUEUES) {
      const isBad = new Set(this.#publisher.malformed.map(({ body }) => body));
      const deadLetters = this.#world.sqs.queue(`${name}-dlq`);
      for (const message of [...deadLetters.messages]) {
        if (isBad.has(message.body)) continue;
        deadLetters.messages.delete(message);
        this.#world.sqs.queue(name).send(message.body);
      }
    }
  }

  #id(): string {
    return `e${this.#count++}`;
  }

  /** Builders of events of a publisher whose clock is not quite right. */
  #events(skew: number) {
    return eventsAt(() => new Date(this.#world.scheduler.time + skew));
  }

  #planCustomer(index: number): void {
    const random = this.#random;
    const { scheduler } = this.#world;
    const { partnerId, country } = pick(this.partners, random);
    const customer: TestCustomer = {
      partnerId,
      tenantId: `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
      name: `Fabrikam secret-person-${index}`,
      contactName: `secret-person-${index}`,
      contactEmail: `secret-person-${index}@fabrikam.example`,
      country: random() < 0.95 ? country : 'DE',
      isCspPartner: random() < 0.03,
    };
    const ids = [`s${index}-0`];
    if (random() < 0.25) this.#planImport(customer, ids);
    const count = 3 + Math.floor(random() ** 2 * 40);
    // Of some customers, nobody but the customer says anything about the relationship.
    const isQuiet = random() < 0.4;
    // Some customers leave in the middle of it, for good.
    const leavesAt =
      random() < (ids.length > 1 ? 0.4 : 0.15) ? random() ** 2 * 2 * HOUR : Number.POSITIVE_INFINITY;
    if (leavesAt < WORKLOAD_TIME) {
      scheduler.after(
        leavesAt,
        () => void this.#publisher.publish(this.#events(0).erased(customer, { id: this.#id() })),
      );
    }
    for (let event = 0; event < count; event++) {
      // Half of it in an hour, where everything meets; the rest over weeks.
      const at = random() < 0.5 ? random() * HOUR : random() ** 2 * WORKLOAD_TIME;
      if (at < leavesAt)
        scheduler.after(at, () => void this.#publisher.publish(this.#randomEvent(customer, ids, isQuiet)));
    }
  }

  /** A bulk import, so that the case has pages. */
  #planImport(customer: TestCustomer, ids: string[]): void {
    const random = this.#random;
    const count = 20 + Math.floor(random() * 60);
    const events = Array.from({ length: count }, (_, number) => {
      const id = `${ids[0]}-${number}`;
      ids.push(id);
      return this.#ingested(customer, id);
    });
    while (events.length > 0) {
      const batch = events.splice(0, 1 + Math.floor(random() * 20));
      this.#world.scheduler.after(random() * 10 * MINUTE, () => void this.#publisher.publish(...batch));
    }
  }

  #ingested(customer: TestCustomer, id: string): WireEvent {
    const random = this.#random;
    const role = random() < 0.95 ? 'sales-agent' : pick(ROLES, random);
    const termEndsAt = new Date(this.#world.scheduler.time + random() * 40 * DAY).toISOString();
    const billing = random() < 0.6 ? 'license-based' : 'usage-based';
    return this.#make().ingested(
      customer,
      {
        id,
        name: 'E3 of secret-person',
        billing,
        channel: pick(CHANNELS, random),
        ...(random() < 0.5 && { termEndsAt }),
      },
      { id: this.#id() },
      role,
    );
  }

  #make() {
    // Some events are older than others that were processed before them; some come from a clock that is fast.
    const random = this.#random;
    return this.#events(random() < 0.2 ? -random() * 2 * HOUR : (random() - 0.5) * 298_000);
  }

  #randomEvent(customer: TestCustomer, ids: string[], isQuiet: boolean): WireEvent {
    const random = this.#random;
    const make = this.#make();
    const own = { id: this.#id() };
    const id = pick(ids, random);
    const kind = random();
    if (kind < 0.45) {
      const fresh = random() < 0.6 ? `s-${own.id}` : id;
      if (fresh !== id) ids.push(fresh);
      return this.#ingested(customer, fresh);
    }
    if (kind < 0.52) return make.ended(customer, id, own);
    if (kind < 0.58) return make.requested(customer, random() < 0.5 ? { scope: 'delegated-admin' } : {}, own);
    if (isQuiet) return make.onboarding(customer, id, {}, own);
    if (kind < 0.69)
      return make.approved(
        customer,
        random() < 0.5 ? { scope: 'delegated-admin' } : { via: 'partner-center' },
        own,
      );
    if (kind < 0.74) return make.declined(customer, { comment: 'Ask secret-person.' }, own);
    if (kind < 0.81) return make.removed(customer, random() < 0.5 ? { scope: 'delegated-admin' } : {}, own);
    if (kind < 0.95) return make.onboarding(customer, id, {}, own);
    if (kind < 0.98) {
      const about = {
        partnerId: customer.partnerId,
        customer: { tenantId: customer.tenantId },
        subscriptionId: id,
      };
      return make.make(
        'azure-onboarding.failed',
        { ...about, reason: 'other', detail: 'Call secret-person.' },
        own,
      );
    }
    return make.erased(customer, own);
  }

  /** The people who do the ordered work say when it is done. */
  #completeStep(outcomeId: string, data: Readonly<Record<string, unknown>>): void {
    const random = this.#random;
    if (random() < 0.2) return;
    const { partnerId, customer, subscriptionId, step } = data as DataIn<'azure-onboarding.step-completed'>;
    const id = `done-${outcomeId}`;
    const created = step === 'create-subscription' ? { newSubscriptionId: `new-${subscriptionId}` } : {};
    this.#world.scheduler.after(random() ** 3 * 10 * DAY, () => {
      const about = { partnerId, customer, subscriptionId, step, ...created };
      void this.#publisher.publish(this.#make().make('azure-onboarding.step-completed', about, { id }));
    });
  }

  /** Something happens in the minute in which an invitation expires. */
  #planEventAtExpiry(data: Readonly<Record<string, unknown>>): void {
    const random = this.#random;
    if (random() < 0.6) return;
    const { partnerId, customer } = data as DataIn<'subscription.ended'>;
    const about = { partnerId, customer, subscriptionId: 'unknown' };
    this.#world.scheduler.after(30 * DAY + random() * 2 * MINUTE, () => {
      const id = this.#id();
      void this.#publisher.publish(this.#events(0).make('subscription.ended', about, { id }));
    });
  }

  #planMalformed(): void {
    const random = this.#random;
    const bodies = [
      'not JSON',
      '{}',
      JSON.stringify({ specversion: '1.0', id: 'x', source: '/x', type: 'subscription.ingested', data: {} }),
      JSON.stringify({ specversion: '1.0', id: 'x', source: '/x', type: 'no.such.type', data: {} }),
    ];
    for (const [index, body] of shuffle(bodies, random).entries()) {
      for (const queue of EVERY_DOOR) {
        this.#world.scheduler.after(random() * HOUR, () =>
          this.#publisher.publishMalformed(queue, `${body}${' '.repeat(index)}`),
        );
      }
    }
  }

  /** A publisher sends faulty events while most calls to SQS fail, so moving them to the dead-letter queue fails, too. */
  #planFaultyPublisher(): void {
    const random = this.#random;
    this.#world.scheduler.after(random() * WORKLOAD_TIME, () => {
      this.#world.network.weaken('sqs', 10 * MINUTE);
      this.#world.faults.count('brownout');
      for (let index = 0; index < 20; index++) {
        this.#world.scheduler.after(random() * 9 * MINUTE, () =>
          this.#publisher.publishMalformed(EVENT_DOORS[index % 3] ?? EVENT_DOORS[0], `{"faulty": ${index}}`),
        );
      }
    });
  }

  /** A new key signs; links of the old key stay valid. */
  #rotateKeys(): void {
    this.#world.trace(() => 'the link keys are rotated');
    const { current, ...keys } = JSON.parse(this.#world.secret);
    const next = `k${Object.keys(keys).length + 1}`;
    this.#world.secret = JSON.stringify({ ...keys, current: next, [next]: next.padEnd(40, 'x') });
  }
}
