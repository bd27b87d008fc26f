import { describe, expect, it } from 'vitest';
import { CliError } from '../../../infra/ops/errors.ts';
import { checkEvents, checkedEvents } from '../../../infra/ops/events/check-events.ts';
import { exampleEvent } from '../../../infra/ops/events/fresh-event.ts';
import { readEvents } from '../../../infra/ops/events/read-events.ts';
import { refuseReservedAddresses } from '../../../infra/ops/events/reserved-addresses.ts';
import { sendEvents } from '../../../infra/ops/events/send-events.ts';
import { setPath } from '../../../infra/ops/events/set-path.ts';
import { Progress } from '../../../infra/ops/terminal/progress.ts';
import { CATALOGUE } from '../../../shared/events/catalogue.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const event = () => exampleEvent('subscription.ingested', NOW);

describe('a file', () => {
  it('is one event, an array, or a line for each', () => {
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

  it('may hold what `dlq discard --save` wrote', () => {
    const one = event();
    const line = JSON.stringify({
      savedFrom: 'subscription-events',
      messageId: 'm',
      body: JSON.stringify(one),
    });
    expect(readEvents(`${line}\n${line}`).map(({ value }) => value)).toEqual([one, one]);
    expect(readEvents(JSON.stringify({ savedFrom: 'mail', body: 'no json' }))[0]?.value).toBe('no json');
  });

  it('that cannot be read names the lines', () => {
    expect(() => readEvents(' \n')).toThrow('There is no event in it');
    expect(() => readEvents('[]')).toThrow('There is no event in it');
    const faults = thrown(() => readEvents(`${JSON.stringify(event())}\n{"id": \nx`)).faults;
    expect(faults.map(({ place }) => place)).toEqual(['line 2', 'line 3']);
  });
});

describe('--set', () => {
  it('sets by path; text stays text, elsewhere JSON is JSON', () => {
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

  it('keeps text for a path that takes text, though none stands there yet', () => {
    const one = event();
    setPath(one, 'data.partnerId=null');
    setPath(one, 'data.partnerId=007', (path) => path === 'data.partnerId');
    setPath(one, 'data.count=007', () => false);
    setPath(one, 'data.number=7', () => false);
    expect(one.data).toMatchObject({ partnerId: '007', count: '007', number: 7 });
  });

  it('leaves the catalogue’s example as it is', () => {
    const before = JSON.stringify(CATALOGUE);
    setPath(event(), 'data.partnerId=other');
    expect(JSON.stringify(CATALOGUE)).toBe(before);
  });

  it.each(['data', '=x', 'data..x=1', '__proto__.x=1', 'data.constructor.prototype.x=1'])(
    '%s is none',
    (setting) => {
      expect(() => setPath(event(), setting)).toThrow('--set takes a path and a value');
      expect('x' in {}).toBe(false);
    },
  );
});

describe('checking', () => {
  it.each(CATALOGUE.map(({ type }) => type))('finds the example of %s good', (type) => {
    const value = exampleEvent(type, NOW);
    const [checked] = checkedEvents([{ place: 'event 1', value }]);
    expect(checked).toMatchObject({ type, id: value.id, partnerId: 'contoso' });
    expect(value.id).not.toBe(exampleEvent(type, NOW).id);
  });

  it('names every fault of every event by its path, and no value', () => {
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

  it('suggests the type that may be meant', () => {
    expect(thrown(() => exampleEvent('subscription.ingest', NOW)).fix).toBe(
      'Did you mean subscription.ingested?',
    );
  });
});

describe('addresses that nobody can have', () => {
  const checked = (...settings: string[]) => {
    const value = exampleEvent('partner.registered', NOW);
    for (const setting of settings) setPath(value, setting);
    return checkedEvents([{ place: 'event 1', value }]);
  };
  const own = ['data.supportEmail=help@contoso.com', 'data.notificationsEmail=desk@contoso.com'];
  const deployed = { local: false };

  it('are not mailed by a deployed stage', () => {
    expect(thrown(() => refuseReservedAddresses(checked(), deployed)).fix).toContain(
      'Give real ones: --set data.supportEmail=… --set data.notificationsEmail=….',
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
      const trouble = thrown(work);
      expect(trouble.fix).toContain('--set data.supportEmail=….');
      expect(trouble.message + trouble.fix).not.toContain(address);
    }
  });

  it('may be used on this machine, where no mail leaves', () => {
    expect(() => refuseReservedAddresses(checked(), { local: true })).not.toThrow();
  });
});

describe('sending', () => {
  const progress = new Progress({ write() {} });
  const many = (count: number, padding = '') =>
    checkedEvents(
      Array.from({ length: count }, () => ({
        place: '',
        value: { ...event(), ...(padding && { padding }) },
      })),
    );

  it('takes as few requests as there may be, by count and by size', async () => {
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

  it('keeps to the rate', async () => {
    const startedAt = performance.now();
    const sizes: number[] = [];
    const api = { publish: async (events: readonly unknown[]) => void sizes.push(events.length) };
    await sendEvents(api, many(30), 100, progress);
    await sendEvents(api, many(12), 10, progress);
    expect(sizes).toEqual([30, 10, 2]);
    expect(performance.now() - startedAt).toBeGreaterThan(950);
  });

  it('says how many had been taken when it fails', async () => {
    let calls = 0;
    const api = {
      async publish() {
        calls += 1;
        if (calls === 2) throw new CliError('unavailable', 'Not now.', { fix: 'Later.' });
      },
    };
    await expect(sendEvents(api, many(150), 10_000, progress)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'Not now. 100 events had been taken before; sending them again does no harm.',
      fix: 'Later.',
    });
  });
});

function thrown(work: () => unknown): CliError {
  try {
    work();
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
