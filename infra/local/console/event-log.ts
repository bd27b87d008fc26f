import { isRecord } from '../template/is-record.ts';

/** An event that a queue delivered to a function. */
export interface PublishedEvent {
  readonly queue: string;
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly partnerId: string | null;
  readonly tenantId: string | null;
  /** When it was first delivered, by the product's clock. */
  readonly receivedAt: string;
  /** How often it was delivered. */
  readonly deliveries: number;
  /** The message as it was delivered. */
  readonly body: string;
}

/** How many events the console remembers. */
const LIMIT = 2_000;
const EVENT_QUEUES = new Set(['subscription-events', 'relationship-events', 'azure-events']);

/** Remembers the events that arrived on the event queues, however they were published, so that the console can show and resend them. */
export class EventLog {
  readonly #events = new Map<string, PublishedEvent>();

  /**
   * Records a delivered message. Messages of other queues and messages that are no JSON objects are left out.
   * @param receivedAt by the product's clock
   */
  record(queue: string, body: string, receivedAt: Date): void {
    const event = EVENT_QUEUES.has(queue) ? parsed(body) : undefined;
    if (event === undefined) return;
    const key = `${queue}\n${text(event.source)}\n${text(event.id)}`;
    const known = this.#events.get(key);
    const data = isRecord(event.data) ? event.data : {};
    const customer = isRecord(data.customer) ? data.customer : {};
    this.#events.set(key, {
      queue,
      source: text(event.source),
      id: text(event.id),
      type: text(event.type),
      partnerId: text(data.partnerId) || null,
      tenantId: text(customer.tenantId).toLowerCase() || null,
      receivedAt: known?.receivedAt ?? receivedAt.toISOString(),
      deliveries: (known?.deliveries ?? 0) + 1,
      body,
    });
    const [oldest] = this.#events.keys();
    if (this.#events.size > LIMIT && oldest !== undefined) this.#events.delete(oldest);
  }

  /** The events, the newest first, without their bodies. */
  summaries(): Omit<PublishedEvent, 'body'>[] {
    return [...this.#events.values()].reverse().map(({ body: _, ...event }) => event);
  }

  /** The message of an event; `undefined` if it is not remembered. */
  body(source: string, id: string): string | undefined {
    return [...this.#events.values()].find((event) => event.source === source && event.id === id)?.body;
  }
}

function parsed(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
