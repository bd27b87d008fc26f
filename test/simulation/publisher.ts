import { queueOf, type WireEvent } from '../fixtures/events.ts';
import { request } from './http.ts';
import type { World } from './world.ts';

const BATCH = 'application/cloudevents-batch+json';

/** An upstream system. It keeps an event until it is accepted. */
export class Publisher {
  /** The events that were accepted, by their ids. */
  readonly accepted = new Map<string, WireEvent>();
  /** Every event that was sent, accepted or not. */
  readonly sent = new Map<string, WireEvent>();
  /** The bodies that no door should take, and the queue they were sent to. */
  readonly malformed: { readonly queue: string; readonly body: string }[] = [];
  readonly #world: World;
  readonly #random: () => number;
  #isOver = false;

  constructor(world: World) {
    this.#world = world;
    this.#random = world.scheduler.randomFor('publisher');
  }

  /** Publishes events, by HTTP or straight to their queues; some twice. */
  async publish(...events: readonly WireEvent[]): Promise<void> {
    if (this.#isOver) return;
    for (const event of events) this.sent.set(event.id, event);
    const isRepeated = this.#random() < 0.1;
    if (this.#random() < 0.6) await this.#post(events);
    else this.#send(events);
    if (!isRepeated) return;
    await this.#world.scheduler.wait(this.#random() ** 3 * 3 * 86_400_000);
    if (!this.#isOver) this.#send(events);
  }

  /** Stops publishing, so that the run can come to rest. */
  end(): void {
    this.#isOver = true;
  }

  /** Sends something that is no event. */
  publishMalformed(queue: string, body: string): void {
    this.malformed.push({ queue, body });
    this.#world.sqs.queue(queue).send(body);
  }

  #send(events: readonly WireEvent[]): void {
    for (const event of events) {
      this.#world.sqs.queue(queueOf(event.type)).send(JSON.stringify(event));
      this.accepted.set(event.id, event);
    }
  }

  async #post(events: readonly WireEvent[]): Promise<void> {
    const { scheduler, trace } = this.#world;
    for (let attempt = 0; attempt < 12; attempt++) {
      trace(() => `publishes ${JSON.stringify(events)}`);
      const response = await request(this.#world, 'events-api', {
        method: 'POST',
        path: '/events',
        headers: { 'content-type': BATCH },
        body: JSON.stringify(events),
      });
      if (response?.status === 202) {
        for (const event of events) this.accepted.set(event.id, event);
        return;
      }
      if (response && response.status < 500) {
        this.#world.violations.push(`POST /events refuses what is valid: ${response.body}`);
        return;
      }
      await scheduler.wait(1_000 * 2 ** attempt);
    }
  }
}
