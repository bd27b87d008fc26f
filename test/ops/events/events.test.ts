import { describe, expect, it } from 'vitest';
import { CliError } from '../../../infra/ops/errors.ts';
import {
  type CheckedEvent,
  checkEvents,
  checkedEvents,
  eventsAhead,
  refuseErasures,
  refuseReservedAddresses,
} from '../../../infra/ops/events/check-events.ts';
import { setPath } from '../../../infra/ops/events/event-fields.ts';
import { readEvents } from '../../../infra/ops/events/events-input.ts';
import { exampleEvent } from '../../../infra/ops/events/fresh-event.ts';
import { sendEvents } from '../../../infra/ops/events/send-events.ts';
import { Progress } from '../../../infra/ops/terminal/progress.ts';
import { CATALOGUE } from '../../../shared/events/catalogue.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const event = () => exampleEvent('subscription.ingested', NOW);

describe('an events file', () => {
  it('contains one event, an array, or one event a line', () => {
    const one = event();
    const forms = [
      [JSON.stringify(one, null, 2), 1],
      [`\ufeff${JSON.stringify([one, one])}`, 2],
      [`${JSON.stringify(one)}\r\n\n${JSON.stringify(one)}\n`, 2],
    ] as const;
    for (const [text, count] of forms) {
      const found = readEvents(text);
      expect(found.map(({ value }) => value)).toEqual(Array.from({ length: count }, () => one));
    }
  });

  it('may be a file of `dlq discard --save`', () => {
    const one = event();
    const line = JSON.stringify({
      savedFrom: 'subscription-events',
      messageId: 'm',
      body: JSON.stringify(one),
    });
    expect(readEvents(`${line}\n${line}`).map(({ value }) => value)).toEqual([one, one]);
    expect(readEvents(JSON.stringify({ savedFrom: 'mail', body: 'no json' }))[0]?.value).toBe('no json');
  });

  it('that cannot be parsed: the error names the lines', () => {
    expect(() => readEvents(' \n')).toThrow('There is no event in it');
    expect(() => readEvents('[]')).toThrow('There is no event in it');
    const faults = thrown(() => readEvents(`${JSON.stringify(event())}\n{"id": \nx`)).faults;
    expect(faults.map(({ place }) => place)).toEqual(['line 2', 'line 3']);
  });
});

describe('--set', () => {
  it('sets by path; text stays text, other values are JSON', () => {
    const one = event();
    for (const setting of [
      'data.partnerId=007',
      'data.subscription.quantity=5',
      'data.customer.isCspPartner=true',
      'data.customer.contactName=null',
      'data.subscription.seller.name=Northwind = Resale',
      'id=mine',
    ])
      setPath(one, setting);
    expect(one).toMatchObject({
      id: 'mine',
      data: {
        partnerId: '007',
        subscription: { quantity: 5, seller: { name: 'Northwind = Resale' } },
        customer: { isCspPartner: true, contactName: null, name: 'Fabrikam, Inc.' },
      },
    });
  });

  it('sets text for a text field that has no value yet', () => {
    const one = event();
    setPath(one, 'data.partnerId=null');
    setPath(one, 'data.partnerId=007', (path) => path === 'data.partnerId');
    setPath(one, 'data.count=007', () => false);
    setPath(one, 'data.number=7', () => false);
    expect(one.data).toMatchObject({ partnerId: '007', count: '007', number: 7 });
  });

  it('does not change the catalogue’s example', () => {
    const before = JSON.stringify(CATALOGUE);
    setPath(event(), 'data.partnerId=other');
    expect(JSON.stringify(CATALOGUE)).toBe(before);
  });

  it.each(['data', '=x', 'data..x=1', '__proto__.x=1', 'data.constructor.prototype.x=1'])(
    'refuses %s',
    (setting) => {
      expect(() => setPath(event(), setting)).toThrow('--set takes a path and a value');
      expect('x' in {}).toBe(false);
    },
  );
});

describe('the check of events', () => {
  it.each(CATALOGUE.map(({ type }) => type))('accepts the example of %s', (type) => {
    const value = exampleEvent(type, NOW);
    const [checked] = checkedEvents([{ place: 'event 1', value }]);
    expect(checked).toMatchObject({ type, id: value.id, partnerId: 'contoso' });
    expect(value.id).not.toBe(exampleEvent(type, NOW).id);
  });

  it('lists every fault of every event by its path, without values', () => {
    const bad = event();
    setPath(bad, 'data.customer.country=Atlantis');
    setPath(bad, 'data.requestedBy.role=intern');
    const found = [
      { place: 'line 1', value: event() },
      { place: 'line 2', value: bad },
      { place: 'line 3', value: 'text' },
    ];
    const { events, faulty, faults } = checkEvents(found);
    expect([events.length, faulty]).toEqual([1, 2]);
    expect(faults.map(({ place, path }) => `${place} ${path}`)).toEqual([
      'line 2 data.customer.country',
      'line 2 data.requestedBy.role',
      'line 3 event',
    ]);
    expect(JSON.stringify(faults)).not.toMatch(/Atlantis|intern/);
    expect(thrown(() => checkedEvents(found))).toMatchObject({
      code: 'invalid-events',
      message: '2 of 3 events are faulty; nothing was sent.',
    });
  });

  it('suggests a similar event type', () => {
    expect(thrown(() => exampleEvent('subscription.ingest', NOW)).fix).toBe(
      'Did you mean subscription.ingested?',
    );
  });
});

describe('reserved addresses', () => {
  const checked = (...settings: string[]) => {
    const value = exampleEvent('partner.registered', NOW);
    for (const setting of settings) setPath(value, setting);
    return checkedEvents([{ place: 'event 1', value }]);
  };
  const own = ['data.supportEmail=help@contoso.com', 'data.notificationsEmail=desk@contoso.com'];
  const deployed = { local: false };

  it('are refused for a deployed stage', () => {
    expect(thrown(() => refuseReservedAddresses(checked(), deployed)).fix).toContain(
      'Set real addresses: --set data.supportEmail=… --set data.notificationsEmail=….',
    );
    const ofCustomer = checkedEvents([{ place: '', value: event() }]);
    expect(thrown(() => refuseReservedAddresses(ofCustomer, deployed)).fix).toContain(
      '--set data.customer.contactEmail=…',
    );
    expect(() => refuseReservedAddresses(checked(...own), deployed)).not.toThrow();
  });

  it.each([
    ['help@contoso.example', false],
    ['help@mail.contoso.EXAMPLE', false],
    ['help@a.test', false],
    ['help@a.invalid', false],
    ['help@a.localhost', false],
    ['help@example.com', false],
    ['help@sub.example.org', false],
    ['help@myexample.com', true],
    ['help@example.com.tw', true],
    ['test@contoso.com', true],
    ['success@simulator.amazonses.com', true],
  ])('%s: %s', (address, isGood) => {
    const events = checked(...own, `data.supportEmail=${address}`);
    const work = () => refuseReservedAddresses(events, deployed);
    if (isGood) expect(work).not.toThrow();
    else {
      const error = thrown(work);
      expect(error.fix).toContain('--set data.supportEmail=….');
      expect(error.message + error.fix).not.toContain(address);
    }
  });

  it('are accepted by the local stack, which sends no mail', () => {
    expect(() => refuseReservedAddresses(checked(), { local: true })).not.toThrow();
  });
});

describe('sendEvents', () => {
  const progress = new Progress({ write() {} });
  const many = (count: number, padding = '') =>
    checkedEvents(
      Array.from({ length: count }, () => ({
        place: '',
        value: { ...event(), ...(padding && { padding }) },
      })),
    );

  it('sends as few requests as count and size allow', async () => {
    const sizes: number[] = [];
    const api = { publish: async (events: readonly unknown[]) => void sizes.push(events.length) };
    await sendEvents(api, many(250), 10_000, progress);
    expect(sizes.splice(0)).toEqual([100, 100, 50]);
    await sendEvents(api, many(100, 'x'.repeat(1500)), 10_000, progress);
    expect(sizes.splice(0)).toEqual([100]);
    const large = many(100).map((one) => ({ ...one, bytes: 64 * 1024 }));
    await sendEvents(api, large, 10_000, progress);
    expect(sizes).toEqual([64, 36]);
  });

  it('sends no faster than the rate', async () => {
    const startedAt = performance.now();
    const sizes: number[] = [];
    const api = { publish: async (events: readonly unknown[]) => void sizes.push(events.length) };
    await sendEvents(api, many(30), 100, progress);
    await sendEvents(api, many(12), 10, progress);
    expect(sizes).toEqual([30, 10, 2]);
    expect(performance.now() - startedAt).toBeGreaterThan(950);
  });

  it('says how many events were accepted before it failed', async () => {
    let calls = 0;
    const api = {
      async publish() {
        calls += 1;
        if (calls === 2) throw new CliError('unavailable', 'Not now.', { fix: 'Later.' });
      },
    };
    await expect(sendEvents(api, many(150), 10_000, progress)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'Not now. 100 events had been accepted before; sending them again does no harm.',
      fix: 'Later.',
    });
  });
});

const prod = { flags: ' --stage prod' };
const eventsOf = (...types: string[]): readonly CheckedEvent[] =>
  checkedEvents(types.map((type) => ({ place: '', value: exampleEvent(type, NOW) })));

describe('an erasure', () => {
  it.each([
    [['customer.erased'], 'customer.erased erases personal data'],
    [['subscription.ended', 'customer.erased'], '1 event of 2 is customer.erased and erases personal data'],
    [
      ['customer.erased', 'customer.erased', 'subscription.ended'],
      '2 events of 3 are customer.erased and erase',
    ],
  ])('is sent only with --yes (%j)', (types, problem) => {
    const events = eventsOf(...types);
    const refused = expect.objectContaining({
      code: 'would-erase',
      message: expect.stringContaining(problem),
      run: 'npm run ops -- erase contoso 4b2a6e33-8791-4386-bd2b-0d55baf25039 --stage prod',
    });
    expect(() => refuseErasures(events, false, prod)).toThrow(refused);
    expect(() => refuseErasures(events, true, prod)).not.toThrow();
  });

  it('is the only event type that needs --yes', () => {
    expect(() =>
      refuseErasures(eventsOf('subscription.ended', 'relationship.declined'), false, prod),
    ).not.toThrow();
  });
});

it('events from more than five minutes ahead are counted', () => {
  const at = (minutes: number) => {
    const time = new Date(NOW.getTime() + minutes * 60_000).toISOString();
    return { place: '', value: { ...exampleEvent('subscription.ended', NOW), time } };
  };
  expect(eventsAhead(checkedEvents([at(-60), at(0), at(5), at(5.1), at(60 * 24)]), NOW)).toBe(2);
});

function thrown(work: () => unknown): CliError {
  try {
    work();
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error('No error was thrown');
}
