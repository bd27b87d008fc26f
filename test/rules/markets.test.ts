import { expect, test } from 'vitest';
import { ISO_COUNTRIES } from '../../shared/events/fields.ts';
import { marketOf, sameMarket } from '../../shared/rules/markets.ts';
import locales from '../fixtures/locales.json' with { type: 'json' };
import source from '../fixtures/markets.json' with { type: 'json' };

test('a partner sells in its own market only (R25)', () => {
  expect(sameMarket('DE', 'FR')).toBe(true);
  expect(sameMarket('US', 'GU')).toBe(true);
  expect(sameMarket('US', 'CA')).toBe(false);
  expect(sameMarket('TW', 'TW')).toBe(true);
});

test('a country without sales is in no market, not even its own', () => {
  const unsold = [...ISO_COUNTRIES].filter((country) => marketOf(country) === null);
  expect(unsold).toContain('KP');
  for (const country of unsold) expect(sameMarket(country, country)).toBe(false);
});

test('names of object keys are not countries', () => {
  expect(marketOf('__proto__')).toBeNull();
  expect(marketOf('constructor')).toBeNull();
});

test('every country of Microsoft’s list is in its market, and may be named in an event', () => {
  const listed = Object.entries(source.markets).flatMap(([market, codes]) =>
    codes.split(' ').map((country) => [country, market] as const),
  );
  expect(listed.length).toBeGreaterThan(230);
  expect(listed.filter(([country, market]) => marketOf(country) !== market)).toEqual([]);
  expect(listed.filter(([country]) => !ISO_COUNTRIES.has(country))).toEqual([]);
});

test('every country of Microsoft’s list of locales may be named in an event', () => {
  const listed = locales.countries.split(' ');
  expect(listed.length).toBe(248);
  expect(listed.filter((country) => !ISO_COUNTRIES.has(country))).toEqual([]);
});
