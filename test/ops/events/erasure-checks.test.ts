import { describe, expect, it } from 'vitest';
import { type CheckedEvent, checkedEvents } from '../../../infra/ops/events/check-events.ts';
import { eventsAhead, refuseErasures } from '../../../infra/ops/events/erasure-checks.ts';
import { exampleEvent } from '../../../infra/ops/events/fresh-event.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const stage = { flags: ' --stage prod' };
const checked = (...types: string[]): readonly CheckedEvent[] =>
  checkedEvents(types.map((type) => ({ place: '', value: exampleEvent(type, NOW) })));

describe('an erasure', () => {
  it.each([
    [['customer.erased'], 'customer.erased erases personal data'],
    [['subscription.ended', 'customer.erased'], '1 event of 2 is customer.erased and erases personal data'],
    [
      ['customer.erased', 'customer.erased', 'subscription.ended'],
      '2 events of 3 are customer.erased and erase',
    ],
  ])('is not sent by the way (%j)', (types, said) => {
    const events = checked(...types);
    const refused = expect.objectContaining({
      code: 'would-erase',
      message: expect.stringContaining(said),
      run: 'npm run ops -- erase contoso 4b2a6e33-8791-4386-bd2b-0d55baf25039 --stage prod',
    });
    expect(() => refuseErasures(events, false, stage)).toThrow(refused);
    expect(() => refuseErasures(events, true, stage)).not.toThrow();
  });

  it('is all that is asked about', () => {
    expect(() =>
      refuseErasures(checked('subscription.ended', 'relationship.declined'), false, stage),
    ).not.toThrow();
  });
});

it('events from the future are counted, clocks’ differences aside', () => {
  const at = (minutes: number) => {
    const time = new Date(NOW.getTime() + minutes * 60_000).toISOString();
    return { place: '', value: { ...exampleEvent('subscription.ended', NOW), time } };
  };
  expect(eventsAhead(checkedEvents([at(-60), at(0), at(5), at(5.1), at(60 * 24)]), NOW)).toBe(2);
});
