import type { Locale } from './compiled.generated.ts';

/** A day in words, e.g. "August 14, 2026". `at` in epoch milliseconds; the day is UTC's. */
export function formatDay(at: number, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(at);
}

/** A moment in words that says its time zone, e.g. "August 14, 2026 at 9:30 AM UTC". `at` in epoch milliseconds. */
export function formatMoment(at: number, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: 'UTC',
    timeZoneName: 'short',
  })
    .format(at)
    .replace(/[\u202f\u00a0]/g, ' '); // CLDR's narrow no-break space is a box in some mail clients
}

/** Items as a sentence lists them: "A, B, and C". */
export function formatList(items: readonly string[], locale: Locale): string {
  return new Intl.ListFormat(locale, { type: 'conjunction', style: 'long' }).format(items);
}
