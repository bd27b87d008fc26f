import { expect, test } from 'vitest';
import { TtlCache } from '../../shared/runtime/ttl-cache.ts';

test('an entry stays for its time to live, counted from the last time it was added', () => {
  const cache = new TtlCache(100, 10);
  expect(cache.has('a', 0)).toBe(false);
  cache.add('a', 0);
  expect([cache.has('a', 0), cache.has('a', 99), cache.has('a', 100)]).toEqual([true, true, false]);
  expect([cache.has('b', 0), cache.has('a', -1)]).toEqual([false, false]);
  cache.add('a', 50);
  expect(cache.has('a', 149)).toBe(true);
});

test('a full cache drops the oldest entry', () => {
  const cache = new TtlCache(100, 2);
  for (const what of ['a', 'b', 'a', 'c']) cache.add(what, 0);
  expect(['a', 'b', 'c'].map((what) => cache.has(what, 1))).toEqual([true, false, true]);
});
