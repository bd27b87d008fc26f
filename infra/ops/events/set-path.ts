import { UsageError } from '../errors.ts';

const FORBIDDEN = new Set(['__proto__', 'prototype', 'constructor']);

/**
 * Sets a value in an event by its path, as `--set data.customer.country=DE` says. What is text stays text; elsewhere
 * what reads as JSON (`5`, `true`, `null`, `["a"]`) is taken as JSON.
 * @param isText whether a path takes text, beyond those that have one already
 * @throws UsageError for a setting without a path
 */
export function setPath(
  event: object,
  setting: string,
  isText: (path: string) => boolean = () => false,
): void {
  const path = pathOf(setting);
  let within: Record<string, unknown> = event as Record<string, unknown>;
  for (const name of path.slice(0, -1)) {
    const next = Object.hasOwn(within, name) ? within[name] : undefined;
    if (isRecord(next)) within = next;
    else {
      const made: Record<string, unknown> = {};
      within[name] = made;
      within = made;
    }
  }
  const last = path.at(-1) ?? '';
  const staysText = typeof within[last] === 'string' || isText(path.join('.'));
  within[last] = meant(setting.slice(setting.indexOf('=') + 1), staysText);
}

/** The names that lead to what a setting sets. @throws UsageError for a setting without a path */
export function pathOf(setting: string): readonly string[] {
  const at = setting.indexOf('=');
  const path = setting.slice(0, Math.max(0, at)).split('.');
  if (at < 1 || path.includes('') || path.some((name) => FORBIDDEN.has(name))) {
    throw new UsageError(`--set takes a path and a value, as in data.partnerId=contoso, not ${setting}.`);
  }
  return path;
}

/** What stands at a path; `undefined` where nothing does. */
export function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (within, name) => (isRecord(within) && Object.hasOwn(within, name) ? within[name] : undefined),
      value,
    );
}

function meant(text: string, staysText: boolean): unknown {
  if (staysText && text !== 'null') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
