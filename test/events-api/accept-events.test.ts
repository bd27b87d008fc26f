import { beforeEach, describe, expect, test } from 'vitest';
import { acceptEvents } from '../../functions/events-api/accept-events.ts';
import { LARGEST_EVENT, parseEvent } from '../../shared/events/parse-event.ts';
import { type OutgoingMessage, Queue } from '../../shared/runtime/queue.ts';

type Args = ConstructorParameters<typeof Queue>;

/** A queue that keeps what it is sent. */
class KeptQueue extends Queue {
  readonly sent: OutgoingMessage[] = [];
  constructor() {
    super({} as Args[0], '');
  }
  override async sendAll(messages: readonly OutgoingMessage[]) {
    this.sent.push(...messages);
    return new Set<string>();
  }
}

let subscriptionEvents: KeptQueue;
let relationshipEvents: KeptQueue;
let take: (text: string) => Promise<string[]>;
const NOW = Date.parse('2026-11-22T12:00:00Z');
beforeEach(() => {
  subscriptionEvents = new KeptQueue();
  relationshipEvents = new KeptQueue();
  const queues = {
    'subscription-events': subscriptionEvents,
    'relationship-events': relationshipEvents,
    'azure-events': new KeptQueue(),
  };
  take = (text) => acceptEvents([JSON.parse(text)], { queues, meter: { add() {} }, now: () => NOW });
});

/** An event as text, with something the contract does not know in its data. */
const withUnknown = (unknown: string) =>
  `{"specversion":"1.0","id":"1","source":"/crm","type":"subscription.ended","time":"2026-01-01T00:00:00Z",
  "data":{"partnerId":"contoso","customer":{"tenantId":"4b2a6e33-8791-4386-bd2b-0d55baf25039"},
  "subscriptionId":"s-1","more":${unknown}}}`;

describe('an event that comes by HTTP', () => {
  test('holds no character that SQS refuses, and means the same', async () => {
    await take(withUnknown('"\uffff\ufffe"'));
    const body = subscriptionEvents.sent[0]?.body ?? '';
    expect(body).not.toMatch(/[\ufffe\uffff]/);
    expect(JSON.parse(body).data.more).toBe('\uffff\ufffe');
    expect(parseEvent(body).ok).toBe(true);
  });

  test('nested so deep that it cannot be written again is a fault, not a failure', async () => {
    const deep = '['.repeat(LARGEST_EVENT / 4) + ']'.repeat(LARGEST_EVENT / 4);
    await expect(take(withUnknown(deep))).rejects.toMatchObject({
      problem: { status: 400, faults: [{ event: 0, code: 'not-a-cloudevent', path: 'event' }] },
    });
  });

  test('erases nobody as of a time that is far ahead; clocks may differ a little', async () => {
    const erasure = (minutes: number) =>
      JSON.stringify({
        specversion: '1.0',
        id: `erase-${minutes}`,
        source: '/crm',
        type: 'customer.erased',
        time: new Date(NOW + minutes * 60_000).toISOString(),
        data: { partnerId: 'contoso', customer: { tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039' } },
      });
    await expect(take(erasure(6))).rejects.toMatchObject({
      problem: { status: 400, faults: [{ event: 0, code: 'invalid-data', path: 'time' }] },
    });
    expect(relationshipEvents.sent).toEqual([]);
    expect([await take(erasure(5)), await take(erasure(-60))]).toEqual([['erase-5'], ['erase--60']]);
  });
});
