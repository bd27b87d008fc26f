import type * as z from 'zod/mini';

/** One thing wrong with an event: where, and what would be right. Never holds a value of the event. */
export interface Fault {
  /** Path from the event's root, such as `data.customer.tenantId`. */
  readonly path: string;
  readonly problem: string;
}

/** Tells a schema's issues as {@link Fault}s, without the values that were refused. */
export function faultsOf(issues: readonly z.core.$ZodIssue[], under: readonly PropertyKey[] = []): Fault[] {
  return issues.flatMap((issue) => {
    const path = [...under, ...issue.path];
    if (issue.code === 'invalid_union' && issue.errors[0] && issue.errors.length === 1)
      return faultsOf(issue.errors[0], path);
    return [{ path: pathText(path), problem: problemOf(issue) }];
  });
}

/** A single line of faults: `data.offer must be one of …; time is required`. At most 20, so that it fits an attribute. */
export function faultLine(faults: readonly Fault[]): string {
  const shown = faults.slice(0, 20).map(({ path, problem }) => `${path} ${problem}`);
  return [...shown, ...(faults.length > 20 ? [`and ${faults.length - 20} more`] : [])].join('; ');
}

function problemOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${article(issue.expected)}`;
    case 'invalid_value':
      return issue.values.length === 1
        ? `must be ${words(issue.values)}`
        : `must be one of ${words(issue.values)}`;
    case 'invalid_key':
      return 'must be named in lower-case letters and digits';
    default:
      return issue.message;
  }
}

function article(expected: string): string {
  if (expected === 'record') return 'an object';
  if (expected === 'int') return 'a whole number';
  return /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`;
}

function words(values: readonly z.core.util.Primitive[]): string {
  return values.map(String).join(', ');
}

/** Path segments that are not plain names are external text: they are told by their kind only. */
function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'event';
  return path.map((part) => (/^[A-Za-z0-9_]{1,40}$/.test(String(part)) ? String(part) : '(name)')).join('.');
}
