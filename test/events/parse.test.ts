import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../shared/events/catalogue.ts';
import { eventKey } from '../../shared/events/event-key.ts';
import { faultLine } from '../../shared/events/faults.ts';
import { checkEvent, LARGEST_EVENT, parseEvent } from '../../shared/events/parse-event.ts';

const ingested = CATALOGUE.find(({ type }) => type === 'subscription.ingested');
if (ingested?.type !== 'subscription.ingested') throw new Error('not in the catalogue');
const { example } = ingested;
const event = (parts: object = {}, data: object = {}) => ({
  specversion: '1.0',
  id: 'e-1',
  source: '/crm',
  type: 'subscription.ingested',
  time: '2026-11-22T08:00:00Z',
  data: { ...example, ...data },
  ...parts,
});
const faultsOf = (value: unknown) => {
  const parsed = checkEvent(value);
  return parsed.ok ? 'ok' : `${parsed.code}: ${faultLine(parsed.faults)}`;
};

describe('the catalogue', () => {
  test.each(CATALOGUE)(
    'the example of $type is valid and belongs to $queue',
    ({ type, queue, example: data }) => {
      const parsed = checkEvent(event({ type, data }), { queue });
      expect(parsed).toMatchObject({ ok: true, queue, event: { type } });
    },
  );

  test('defaults are filled in', () => {
    const parsed = checkEvent(event());
    expect(parsed.ok && parsed.event.data).toMatchObject({ customer: { isCspPartner: false } });
  });
});

describe('the time of an event', () => {
  const NOW = Date.parse('2026-11-22T12:00:00Z');
  const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();

  test.each(CATALOGUE)(
    '$type: more than 5 minutes ahead of our clock is refused',
    ({ type, example: data }) => {
      const parsed = (minutes: number) => checkEvent(event({ type, data, time: at(minutes) }), { now: NOW });
      expect([parsed(0).ok, parsed(5).ok, parsed(-1_000_000).ok]).toEqual([true, true, true]);
      for (const minutes of [5.001, 60, 60 * 24 * 365 * 100])
        expect(parsed(minutes)).toMatchObject({ ok: false, code: 'clock-ahead', faults: [{ path: 'time' }] });
    },
  );
});

describe('normal forms', () => {
  test('GUIDs and subscription ids are compared without letter case', () => {
    const upper = {
      ...example,
      customer: { ...example.customer, tenantId: example.customer.tenantId.toUpperCase() },
    };
    const [a, b] = [checkEvent(event()), checkEvent(event({ data: upper }))];
    expect(a).toEqual(b);
    expect(a.ok && a.event.type === 'subscription.ingested' && a.event.data.subscription.id).toBe(
      '7291bfbf-1772-4c5b-a624-18b6152cd8cb',
    );
  });

  test('times are instants, locales are canonical, null means missing', () => {
    const customer = { ...example.customer, locale: 'ZH-hant-tw', contactName: null };
    const parsed = checkEvent(event({ time: '2026-11-22T10:00:00+02:00', subject: null }, { customer }));
    expect(parsed).toMatchObject({
      ok: true,
      event: { time: '2026-11-22T08:00:00.000Z', data: { customer: { locale: 'zh-Hant-TW' } } },
    });
  });

  test('unknown extensions are kept, unknown data is ignored', () => {
    const parsed = checkEvent(event({ correlationid: 'c-1', hops: 3, traced: true }, { colour: 'red' }));
    expect(parsed.ok && parsed.event.extensions).toEqual({ correlationid: 'c-1', hops: 3, traced: true });
    expect(parsed.ok && parsed.event.data).not.toHaveProperty('colour');
  });
});

describe('refusals', () => {
  test.each([
    ['a missing field', event({}, { requestedBy: undefined }), 'invalid-data: data.requestedBy is required'],
    ['a wrong version', event({ specversion: '0.3' }), 'not-a-cloudevent: specversion must be 1.0'],
    ['an id that is a number', event({ id: 7 }), 'not-a-cloudevent: id must be a string'],
    [
      'a source with a blank',
      event({ source: 'my crm' }),
      'not-a-cloudevent: source must be a URI reference',
    ],
    [
      'a time without offset',
      event({ time: '2026-11-22T08:00:00' }),
      'not-a-cloudevent: time must be an RFC 3339 date-time',
    ],
    ['data in Base64', event({ data: undefined, data_base64: 'e30=' }), 'not-a-cloudevent: data is required'],
    ['data that is a text', event({ data: '{}' }), 'not-a-cloudevent: data must be an object'],
    [
      'another media type',
      event({ datacontenttype: 'text/xml' }),
      'not-a-cloudevent: datacontenttype must be a JSON media type',
    ],
    [
      'an extension in capitals',
      event({ CorrelationId: 'x' }),
      'not-a-cloudevent: CorrelationId must be named in lower-case letters and digits',
    ],
    [
      'an extension that is an object',
      event({ trace: {} }),
      'not-a-cloudevent: trace must be text, a whole number or a truth value',
    ],
    [
      'an unknown type',
      event({ type: 'subscription.bought' }),
      'unknown-type: type must be a type of the contract',
    ],
    [
      'a type named like a property',
      event({ type: '__proto__' }),
      'unknown-type: type must be a type of the contract',
    ],
    ['an array', [], 'not-a-cloudevent: event must be an object'],
    ['null', null, 'not-a-cloudevent: event must be an object'],
  ])('%s', (_, value, fault) => {
    expect(faultsOf(value)).toBe(fault);
  });

  test.each([
    ['country', 'XX', 'must be an ISO 3166-1 alpha-2 country code'],
    ['country', 'us', 'must be an ISO 3166-1 alpha-2 country code'],
    ['tenantId', 'fabrikam', 'must be a GUID'],
    ['contactEmail', 'it@fabrikam', 'must be a mail address'],
    ['contactEmail', 'it@fabrikam.example\r\nBcc: all@x.example', 'must be a mail address'],
    ['locale', 'de\u0000', 'must be a BCP 47 language tag'],
    ['name', '  ', 'must not be empty'],
    ['name', 'x'.repeat(10_000), 'must have at most 256 characters'],
    ['name', 'Fabrikam\r\nBcc: all@x.example', 'must not contain control or direction characters'],
    ['name', 'Fabrikam\u202etxt', 'must not contain control or direction characters'],
    ['name', 'Fabrikam\ud800', 'must not contain control or direction characters'],
  ])('a customer with %s %j', (field, value, problem) => {
    const customer = { ...example.customer, [field]: value };
    expect(faultsOf(event({}, { customer }))).toBe(`invalid-data: data.customer.${field} ${problem}`);
  });

  test('names in other scripts and with HTML are accepted', () => {
    for (const name of [
      '株式会社ファブリカム',
      'شركة فابريكام',
      'Fabrikam <b>&amp; "Söhne"</b>',
      '__proto__',
    ]) {
      expect(faultsOf(event({}, { customer: { ...example.customer, name } }))).toBe('ok');
    }
  });

  test('an event on the wrong queue', () => {
    expect(parseEvent(JSON.stringify(event()), { queue: 'azure-events' })).toMatchObject({
      ok: false,
      code: 'wrong-queue',
    });
  });

  test('an event over 64 KiB in bytes', () => {
    const filled = (bytes: number) => {
      const empty = JSON.stringify(event({}, { padding: '' }));
      return JSON.stringify(event({}, { padding: 'x'.repeat(bytes - Buffer.byteLength(empty)) }));
    };
    expect(parseEvent(filled(LARGEST_EVENT)).ok).toBe(true);
    expect(parseEvent(filled(LARGEST_EVENT + 1))).toMatchObject({ ok: false, code: 'too-large' });
  });

  test('any other input is a fault without values, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ minLength: 12 }), (value, secret) => {
        const parsed = checkEvent({
          ...event(),
          data: { partnerId: value, customer: { tenantId: `${secret}!`, name: value } },
        });
        expect(parsed.ok).toBe(false);
        if (!parsed.ok) expect(faultLine(parsed.faults)).not.toContain(secret);
      }),
      { numRuns: 1_000 },
    );
    fc.assert(
      fc.property(fc.string(), (text) => void parseEvent(text)),
      { numRuns: 1_000 },
    );
  });
});

test('source and id identify an event, and different pairs never collide', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (source, id, otherSource, otherId) => {
      const same = source === otherSource && id === otherId;
      expect(eventKey({ source, id }) === eventKey({ source: otherSource, id: otherId })).toBe(same);
    }),
  );
  expect(eventKey({ source: '/a', id: 'b' })).not.toBe(eventKey({ source: '/', id: 'ab' }));
});
