import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareInstants, fromMillis, parseInstant, toMillis } from '../../shared/events/instant.ts';

describe('an RFC 3339 date-time', () => {
  test.each([
    ['2026-11-22T08:00:00Z', '2026-11-22T08:00:00.000Z'],
    ['2026-11-22t08:00:00z', '2026-11-22T08:00:00.000Z'],
    ['2026-11-22T08:00:00+02:00', '2026-11-22T06:00:00.000Z'],
    ['2026-01-01T00:30:00+01:00', '2025-12-31T23:30:00.000Z'],
    ['2023-10-18T00:26:24.0159088+00:00', '2023-10-18T00:26:24.0159088Z'],
    ['2024-12-12T14:44:18.627854+00:00', '2024-12-12T14:44:18.627854Z'],
    ['2026-11-22T08:00:00.1200000Z', '2026-11-22T08:00:00.120Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999999999Z'],
  ])('%s is %s', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  test.each([
    '2026-11-22',
    '2026-11-22T08:00:00',
    '2026-11-22 08:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T08:00:00+2:00',
    '2026-11-22T08:00:00.Z',
    '2026-11-22T08:00:00123Z',
    '+002026-11-22T08:00:00Z',
    '0000-01-01T00:00:00+23:59',
    '22 Nov 2026',
    '',
  ])('%s is none', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test('keeps the milliseconds of Date', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') }), (date) => {
        expect(parseInstant(date.toISOString())).toBe(date.toISOString());
        expect(toMillis(fromMillis(date.getTime()))).toBe(date.getTime());
      }),
    );
  });

  test('compares to the last given digit', () => {
    const earlier = fc.tuple(fc.integer({ min: 0, max: 999_999_998 }), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(earlier, fc.integer({ min: 0, max: 999_999_999 }), ([a], b) => {
        const at = (nanos: number) =>
          parseInstant(`2026-11-22T08:00:00.${String(nanos).padStart(9, '0')}Z`) ?? '';
        expect(Math.sign(compareInstants(at(a), at(b)))).toBe(Math.sign(a - b));
      }),
    );
  });
});
