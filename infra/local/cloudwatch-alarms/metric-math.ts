/** A value, or undefined where a metric has no data. */
export type MetricValue = number | undefined;

/** An expression of CloudWatch's metric math that this machine does not run. */
export class MetricMathError extends Error {
  override readonly name = 'MetricMathError';
}

const tokens = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(>=|<=|==|!=|[-+*/()<>,]))/y;

/** By how tightly they bind; AND and OR the least. */
const operators: readonly Readonly<Record<string, (a: number, b: number) => number>>[] = [
  { OR: (a, b) => Number(a !== 0 || b !== 0) },
  { AND: (a, b) => Number(a !== 0 && b !== 0) },
  {
    '>=': (a, b) => Number(a >= b),
    '<=': (a, b) => Number(a <= b),
    '==': (a, b) => Number(a === b),
    '!=': (a, b) => Number(a !== b),
    '>': (a, b) => Number(a > b),
    '<': (a, b) => Number(a < b),
  },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => a / b },
];

const functions: Readonly<Record<string, (...values: MetricValue[]) => MetricValue>> = {
  FILL: (value, otherwise) => value ?? otherwise,
  IF: (condition, then, otherwise) =>
    condition === undefined ? undefined : condition !== 0 ? then : otherwise,
};

/**
 * Works out an expression of metric math: arithmetic, comparisons, AND, OR, IF and FILL with a number. What is worked out from
 * missing data is missing, unless FILL gives it a value.
 * @param values the metrics by their ids
 * @throws MetricMathError for anything else
 */
export function evaluateExpression(
  expression: string,
  values: Readonly<Record<string, MetricValue>>,
): MetricValue {
  const words = wordsOf(expression);
  let at = 0;
  const fail = (): never => {
    throw new MetricMathError(`metric math ${expression} is not run here (at ${words[at] ?? 'its end'})`);
  };
  const take = (word: string): boolean => {
    if (words[at] !== word) return false;
    at++;
    return true;
  };
  const list = (): MetricValue[] => {
    const found = [level(0)];
    while (take(',')) found.push(level(0));
    return take(')') ? found : fail();
  };
  const operand = (): MetricValue => {
    const word = words[at++] ?? '';
    if (word === '(') {
      const [value, ...others] = list();
      return others.length === 0 ? value : fail();
    }
    if (/^\d/.test(word)) return Number(word);
    const run = functions[word];
    if (run !== undefined && take('(')) return run(...list());
    return Object.hasOwn(values, word) ? values[word] : fail();
  };
  const level = (depth: number): MetricValue => {
    const here = operators[depth];
    if (here === undefined) return operand();
    let left = level(depth + 1);
    for (let run = here[words[at] ?? '']; run !== undefined; run = here[words[at] ?? '']) {
      at++;
      const right = level(depth + 1);
      left = left === undefined || right === undefined ? undefined : run(left, right);
    }
    return left;
  };
  const result = level(0);
  return at === words.length ? result : fail();
}

function wordsOf(expression: string): string[] {
  const words: string[] = [];
  tokens.lastIndex = 0;
  while (tokens.lastIndex < expression.trimEnd().length) {
    const found = tokens.exec(expression);
    if (found === null) throw new MetricMathError(`metric math ${expression} is not run here`);
    words.push(found[0].trim());
  }
  return words;
}
