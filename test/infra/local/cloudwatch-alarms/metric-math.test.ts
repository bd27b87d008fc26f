import { describe, expect, it } from 'vitest';
import { evaluateExpression } from '../../../../infra/local/cloudwatch-alarms/metric-math.ts';

describe('metric math', () => {
  it.each<[string, number | undefined]>([
    ['1 + 2 * 3 - 4 / 2', 5],
    ['(1 + 2) * 3', 9],
    ['a', 10],
    ['none', undefined],
    ['none + 1', undefined],
    ['FILL(none, 0) + FILL(a, 0)', 10],
    ['IF(a >= 10 AND FILL(none, 0) < 1, 1, 0)', 1],
    ['IF(a > 10 OR a != 10, 1, 0)', 0],
    ['IF(none, 1, 0)', undefined],
    ['a == 10', 1],
    ['a <= 9.5', 0],
  ])('%s is %s', (expression, expected) => {
    expect(evaluateExpression(expression, { a: 10, none: undefined })).toBe(expected);
  });

  it.each(['b', 'a +', '(a', 'a b', 'SEARCH(a)', 'RATE(a)', 'a ; a', "SEARCH('{x}', 'Sum')", ''])(
    '%s is refused',
    (expression) => {
      expect(() => evaluateExpression(expression, { a: 1 })).toThrow('is not run here');
    },
  );
});
