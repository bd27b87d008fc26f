import { beforeEach, describe, expect, test } from 'vitest';
import { acceptEvents } from '../../functions/events-api/accept-events.ts';
import { LARGEST_EVENT, parseEvent } from '../../shared/events/parse-event.ts';
import { type OutgoingMessage, Queue } from '../../shared/runtime/queue.ts';

type Args = ConstructorParameters<typeof Queue>;

/** A queue that records its messages. */
class RecordedQueue extends Queue {
  readonly sent: OutgoingMessage[] = [];
  constructor() {
    super({} as Args[0], '');
  }
  override async sendAll(messages: readonly OutgoingMessage[]) {
    this.sent.push(...messages);
    return new Set<string>();
  }
}

let subscriptionEvents: RecordedQueue;
let relationshipEvents: RecordedQueue;
let accept: (text: string) => Promise<string[]>;
const NOW = Date.parse('2026-11-22T12:00:00Z');
beforeEach(() => {
  subscriptionEvents = new RecordedQueue();
  relationshipEvents = new RecordedQueue();
  const queues = {
    'subscription-events': subscriptionEvents,
    'relationship-events': relationshipEvents,
    'azure-events': new RecordedQueue(),
  };
  accept = (text) => acceptEvents([JSON.parse(text)], { queues, meter: { add() {} }, now: () => NOW });
});

/** An event as text. Its data has a field that the contract does not know. */
const withUnknown = (unknown: string) =>
  `{"specversion":"1.0","id":"1","source":"/crm","type":"subscription.ended","time":"2026-01-01T00:00:00Z",
  "data":{"partnerId":"contoso","customer":{"tenantId":"4b2a6e33-8791-4386-bd2b-0d55baf25039"},
  "subscriptionId":"s-1","more":${unknown}}}`;

describe('an event by HTTP', () => {
  test('loses no character that SQS refuses: it is escaped', async () => {
    await accept(withUnknown('"\uffff\ufffe"'));
    const body = subscriptionEvents.sent[0]?.body ?? '';
    expect(body).not.toMatch(/[\ufffe\uffff]/);
    expect(JSON.parse(body).data.more).toBe('\uffff\ufffe');
    expect(parseEvent(body).ok).toBe(true);
  });

  test('is refused with a fault if it is nested too deep to be serialized again', async () => {
    const deep = '['.repeat(LARGEST_EVENT / 4) + ']'.repeat(LARGEST_EVENT / 4);
    await expect(accept(withUnknown(deep))).rejects.toMatchObject({
      problem: { status: 400, faults: [{ event: 0, code: 'not-a-cloudevent', path: 'event' }] },
    });
  });

  test('with a time more than five minutes ahead is refused, also an erasure', async () => {
    const erasure = (minutes: number) =>
      JSON.stringify({
        specversion: '1.0',
        id: `erase-${minutes}`,
        source: '/crm',
        type: 'customer.erased',
        time: new Date(NOW + minutes * 60_000).toISOString(),
        data: { partnerId: 'contoso', customer: { tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039' } },
      });
    await expect(accept(erasure(6))).rejects.toMatchObject({
      problem: { status: 400, faults: [{ event: 0, code: 'clock-ahead', path: 'time' }] },
    });
    expect(relationshipEvents.sent).toEqual([]);
    expect([await accept(erasure(5)), await accept(erasure(-60))]).toEqual([['erase-5'], ['erase--60']]);
  });
});
