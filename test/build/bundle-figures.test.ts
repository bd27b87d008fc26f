import { describe, expect, test } from 'vitest';
import { type Measured, overruns, reportTable } from '../../infra/build/bundle-figures.ts';

const within: Measured = {
  name: 'greet',
  minified: 220.4,
  gzip: 73.6,
  time: { name: 'greet', median: 90, minimum: 70 },
  empty: { name: 'empty module', median: 36, minimum: 30 },
  budget: { minified: 221, gzip: 74, importMs: 40 },
};

test('the report sets every figure beside an empty module and its budget', () => {
  const [head = '', , row] = reportTable([within], 11).split('\n');
  const cells = (line = '') =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  expect(cells(row)).toEqual(['greet', '220', '221', '74', '74', '90', '36', '2.50', '54', '40', '40']);
  expect(cells(head)).toHaveLength(cells(row).length);
});

describe('over its budget is', () => {
  test('nothing that is just within', () => {
    expect(overruns(within)).toEqual([]);
  });

  test.each([
    ['a bundle too large', { minified: 221.1 }, 'greet: 221.1 KB minified, budget 221 KB'],
    ['one too large in the zip', { gzip: 74.1 }, 'greet: 74.1 KB gzip, budget 74 KB'],
    [
      'an import too slow even in the best run',
      { time: { name: 'greet', median: 90, minimum: 71 } },
      'greet: takes 41 ms more to import than an empty module, budget 40 ms',
    ],
  ])('%s', (_, change, message) => {
    expect(overruns({ ...within, ...change })).toEqual([expect.stringContaining(message)]);
  });

  test('no import that only a busy moment made slow', () => {
    expect(overruns({ ...within, time: { name: 'greet', median: 900, minimum: 70 } })).toEqual([]);
  });
});
