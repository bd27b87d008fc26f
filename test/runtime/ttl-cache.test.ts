import { expect, test } from 'vitest';
import { TtlCache } from '../../shared/runtime/ttl-cache.ts';

test('something is remembered for the span, from the last time on', () => {
  const recently = new TtlCache(100, 10);
  expect(recently.has('a', 0)).toBe(false);
  recently.add('a', 0);
  expect([recently.has('a', 0), recently.has('a', 99), recently.has('a', 100)]).toEqual([true, true, false]);
  expect([recently.has('b', 0), recently.has('a', -1)]).toEqual([false, false]);
  recently.add('a', 50);
  expect(recently.has('a', 149)).toBe(true);
});

test('no more are remembered than told; those done longest ago go', () => {
  const recently = new TtlCache(100, 2);
  for (const what of ['a', 'b', 'a', 'c']) recently.add(what, 0);
  expect(['a', 'b', 'c'].map((what) => recently.has(what, 1))).toEqual([true, false, true]);
});
