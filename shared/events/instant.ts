/**
 * An instant in canonical form: UTC, `YYYY-MM-DDTHH:MM:SS.mmm[uuunnn]Z`, with 3 to 9 fractional digits and no trailing zeros
 * after the third. Partner Center uses up to 7 fractional digits (docs/references.md, identifiers). With milliseconds alone, two different instants
 * could become equal.
 */
export type Instant = string;

const RFC3339 =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.(\d{1,9})\d*)?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/**
 * Parses an RFC 3339 date-time (§5.6) with any offset. A leap second becomes the last nanosecond of its minute.
 * @returns the canonical instant; `null` if the text is not RFC 3339 or the day does not exist
 */
export function parseInstant(text: string): Instant | null {
  const parts = RFC3339.exec(text);
  if (!parts) return null;
  const [, year, month, day, hour, minute, second, fraction = '', sign, offsetHours, offsetMinutes] = parts;
  if (Number(day) > daysIn(Number(year), Number(month))) return null;
  const leap = second === '60';
  const wall = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${leap ? '59' : second}Z`);
  const offset = sign
    ? (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000 * (sign === '-' ? -1 : 1)
    : 0;
  const utc = wall - offset;
  if (utc < Date.parse('0000-01-01T00:00:00Z') || utc > Date.parse('9999-12-31T23:59:59Z')) return null;
  const digits = (leap ? '999999999' : fraction).replace(/(?<!0)0+$/, '');
  return `${new Date(utc).toISOString().slice(0, 19)}.${digits.padEnd(3, '0')}Z`;
}

/** Whether a time means that there is none: .NET writes the year 1 for a date that is not set. Nothing of ours is older than 1970. */
export function meansNoTime(instant: Instant): boolean {
  return instant < '1970';
}

/** Whether a time means for ever: Microsoft writes the year 9999 for an end that never comes (docs/references.md, identifiers). */
export function meansForEver(instant: Instant): boolean {
  return instant >= '9999';
}

/** Compares two instants: negative if `a` is before `b`, zero if they are equal, positive if `a` is after `b`. */
export function compareInstants(a: Instant, b: Instant): number {
  const left = a.slice(0, -1);
  const right = b.slice(0, -1);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The later of two instants; the first may be missing. */
export function latest(a: Instant | null, b: Instant): Instant {
  return a !== null && compareInstants(a, b) > 0 ? a : b;
}

/** The earlier of two instants. */
export function earliest(a: Instant, b: Instant): Instant {
  return compareInstants(a, b) < 0 ? a : b;
}

/** Whether an event is older than the last change of what it would change (contract §3.3). An equal time is not stale. */
export function isStale(at: string, changedAt: string | null | undefined): boolean {
  return changedAt != null && compareInstants(at, changedAt) < 0;
}

/** Epoch milliseconds of an instant, rounded down. */
export function toMillis(instant: Instant): number {
  return Date.parse(`${instant.slice(0, 23)}Z`);
}

/** The instant of an epoch time in milliseconds. */
export function fromMillis(millis: number): Instant {
  return new Date(millis).toISOString();
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
