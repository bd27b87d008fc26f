import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  email,
  eventTime,
  guid,
  locale,
  name,
  remark,
  subscriptionId,
  termEnd,
} from '../../shared/events/fields.ts';

const accepts = (schema: z.ZodMiniType, value: string) => z.safeParse(schema, value).success;

describe('a GUID', () => {
  it.each([
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  ])('%s means none and is refused, also as a subscription id', (value) => {
    expect([accepts(guid(), value), accepts(subscriptionId(), value)]).toEqual([false, false]);
  });

  it.each([
    '00000000-0000-0000-0000-000000000001',
    'ffffffff-ffff-ffff-ffff-fffffffffffe',
    '4B2A6E33-8791-4386-BD2B-0D55BAF25039',
  ])('%s is accepted', (value) => expect(accepts(guid(), value)).toBe(true));
});

describe('a time', () => {
  it.each([
    '0001-01-01T00:00:00Z',
    '0001-01-01T00:00:00+14:00',
    '1601-01-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
  ])('%s means none: it is refused as the time of an event and left out as the end of a term', (value) =>
    expect([accepts(eventTime(), value), z.parse(termEnd(), value)]).toEqual([false, undefined]),
  );

  it.each(['9999-12-31T23:59:59.9999999Z', '9999-12-10T00:00:00Z'])(
    '%s means for ever: a term without an end',
    (value) => expect(z.parse(termEnd(), value)).toBeUndefined(),
  );

  it.each(['1970-01-01T00:00:00Z', '2016-12-31T23:59:60Z', '9998-12-31T00:00:00Z'])(
    '%s is a time',
    (value) => {
      expect([accepts(eventTime(), value), z.parse(termEnd(), value)]).toEqual([true, expect.any(String)]);
    },
  );
});

describe('a name or a remark', () => {
  it.each([
    ['a zero-width space', '\u200b\u200b'],
    ['a word joiner', '\u2060'],
    ['a soft hyphen', '\u00ad'],
    ['a left-to-right mark', '\u200e'],
    ['Hangul fillers', '\u3164\u115f\u1160\uffa0'],
    ['a Braille blank', '\u2800'],
    ['a variation selector', '\ufe0f'],
    ['a combining mark alone', '\u0301'],
    ['a private character', '\ue000'],
    ['an unassigned character', '\u0378'],
    ['tags', '\u{e0041}'],
    ['blanks of all kinds', '\u00a0\u2003\u3000'],
  ])('of %s shows nothing and is refused', (_, value) => {
    expect([accepts(name(), value), accepts(remark(), value)]).toEqual([false, false]);
  });

  it.each(['Zoë', 'Zoe\u0308', '法布利康', '𠮷野家', '😀', '👩\u200d💻', '🇩🇪', 'क्\u200dष', '!', '⠿', 'ﺵﺭﻛﺔ'])(
    '%s is accepted',
    (value) => {
      expect([accepts(name(), value), accepts(remark(), value)]).toEqual([true, true]);
    },
  );
});

describe('a mail address', () => {
  const label = (length: number) => 'a'.repeat(length);

  it.each([
    'it@fabrikam.example',
    'it@xn--e1afmkfd.xn--p1ai',
    'it@firma.xn--vermgensberatung-pwb',
    'r&d@fabrikam.example',
    'it/ops@fabrikam.example',
    'it#desk@fabrikam.example',
    'a=b@fabrikam.example',
    "o'brien@fabrikam.example",
    'x!y@fabrikam.example',
    '{it}@fabrikam.example',
    'it~m365@fabrikam.example',
    `${label(64)}@fabrikam.example`,
    `it@${label(63)}.example`,
  ])('%s is accepted', (value) => expect(accepts(email(), value)).toBe(true));

  it.each([
    `${label(65)}@fabrikam.example`,
    `it@${label(64)}.example`,
    `it@${label(63)}.${label(63)}.${label(63)}.${label(63)}.example`,
    'it@-fabrikam.example',
    'it@fabrikam-.example',
    'it@fabrikam..example',
    'it@fabrikam',
    'it@fabrikam.123',
    'it@10.0.0.1',
    '.it@fabrikam.example',
    'it.@fabrikam.example',
    'i..t@fabrikam.example',
    'it@',
    '@fabrikam.example',
    'it fabrikam@fabrikam.example',
    'it@fab rikam.example',
    'Robin <it@fabrikam.example>',
    'it@fabrikam.example, x@fabrikam.example',
    'it@fabrikam.example\nBcc: x@fabrikam.example',
    '"it"@fabrikam.example',
    'ït@fabrikam.example',
    'it@fäbrikam.example',
  ])('%s is refused', (value) => expect(accepts(email(), value)).toBe(false));
});

describe('a locale', () => {
  it.each([
    ['de-de', 'de-DE'],
    ['zh_TW', 'zh-TW'],
    [' fr ', 'fr'],
    ['de-DE-u-ca-gregory-co-phonebk-hc-h23', 'de-DE-u-ca-gregory-co-phonebk-hc-h23'],
    ['zh-cmn-Hant-TW', 'zh-Hant-TW'],
    ['zh-yue', 'zh'],
    ['english_us!', undefined],
    ['x-private', undefined],
    ['', undefined],
    ['a'.repeat(300), undefined],
  ])('%s is kept as %s, and never refuses an event', (value, kept) => {
    expect(z.safeParse(locale(), value)).toEqual({ success: true, data: kept });
  });
});
