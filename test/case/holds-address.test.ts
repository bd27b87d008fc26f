import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdsAddress } from '../../shared/case/erasure.ts';

test.each([
  ['kim@contoso.example', true],
  ['/crm/kim%40contoso.example/1', true],
  ['mail-KIM@x-1', true],
  ['no address', false],
  ['@', false],
  ['a @ b', false],
  ['/@/', false],
  ['', false],
])('%s', (text, holds) => {
  expect(holdsAddress(text)).toBe(holds);
});

test('any length of text around the @ is found', () => {
  const whole = /[^\s/@]+(?:@|%40)[^\s/@]+/i;
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', '@', '%40', ' ', '/'), { maxLength: 9 }), (parts) => {
      expect(holdsAddress(parts.join(''))).toBe(whole.test(parts.join('')));
    }),
    { numRuns: 2_000 },
  );
});

test('a text without an address is read once', () => {
  const longest = 'a'.repeat(2048);
  const began = performance.now();
  for (let time = 0; time < 10_000; time++) holdsAddress(longest);
  // 0.1 s here; in proportion to the square of the length it took 20 s and more.
  expect(performance.now() - began).toBeLessThan(3_000);
});
