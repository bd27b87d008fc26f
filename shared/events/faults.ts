import type * as z from 'zod/mini';

/** A fault of an event: where it is, and what would be right. It never contains a value of the event. */
export interface Fault {
  /** Path from the event's root, such as `data.customer.tenantId`. */
  readonly path: string;
  readonly problem: string;
}

/** Converts the issues of a schema into {@link Fault}s, without the refused values. */
export function faultsOf(issues: readonly z.core.$ZodIssue[], under: readonly PropertyKey[] = []): Fault[] {
  return issues.flatMap((issue) => {
    const path = [...under, ...issue.path];
    if (issue.code === 'invalid_union' && issue.errors[0] && issue.errors.length === 1)
      return faultsOf(issue.errors[0], path);
    return [{ path: pathText(path), problem: problemOf(issue) }];
  });
}

/** Formats faults as one line: `data.offer must be one of …; time is required`. At most 20, to fit a message attribute. */
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

/** Formats a path. A segment that is not a plain name is untrusted text and is replaced by `(name)`. */
function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'event';
  return path.map((part) => (/^[A-Za-z0-9_]{1,40}$/.test(String(part)) ? String(part) : '(name)')).join('.');
}
