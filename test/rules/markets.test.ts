import { expect, test } from 'vitest';
import { ISO_COUNTRIES } from '../../shared/events/fields.ts';
import { marketOf, sameMarket } from '../../shared/rules/markets.ts';

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
