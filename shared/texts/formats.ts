import type { Locale } from './compiled.generated.ts';

/** Formats a day in UTC: "August 14, 2026". `at` in epoch milliseconds. */
export function formatDay(at: number, locale: Locale): string {
  return firstOfMonth(days(locale).format(at), locale);
}

/** No clock on earth is more than 12 hours behind UTC. */
const FURTHEST_BEHIND = 12 * 3_600_000;
const DAY = 24 * 3_600_000;

/**
 * A time in the last day that is over before `at`, wherever the reader is. Something that ends on December 27 at 2:26 UTC holds
 * all of December 25 in every time zone, but not all of December 26. Epoch milliseconds.
 */
export function lastWholeDay(at: number): number {
  return at - DAY - FURTHEST_BEHIND;
}

/** Formats a time with its time zone: "August 14, 2026 at 9:30 AM UTC". `at` in epoch milliseconds. */
export function formatMoment(at: number, locale: Locale): string {
  // Some mail clients show CLDR's narrow no-break space as a box.
  const moment = moments(locale)
    .format(at)
    .replace(/[\u202f\u00a0]/g, ' ');
  return firstOfMonth(moment, locale);
}

/** French writes the first day of a month as an ordinal, "1er août". CLDR does not. */
function firstOfMonth(text: string, locale: Locale): string {
  return locale === 'fr' ? text.replace(/^1 /, '1er ') : text;
}

/** Formats a list in a sentence: "A, B, and C". */
export function formatList(items: readonly string[], locale: Locale): string {
  return lists(locale).format(items);
}

const days = oncePerLocale(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }),
);

const moments = oncePerLocale(
  (locale) =>
    new Intl.DateTimeFormat(locale, {
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      timeZone: 'UTC',
      timeZoneName: 'short',
    }),
);

const lists = oncePerLocale((locale) => new Intl.ListFormat(locale, { type: 'conjunction', style: 'long' }));

/** Keeps one formatter per locale: making an Intl formatter costs far more than using it. */
function oncePerLocale<T>(make: (locale: Locale) => T): (locale: Locale) => T {
  const made = new Map<Locale, T>();
  return (locale) => {
    const formatter = made.get(locale) ?? make(locale);
    made.set(locale, formatter);
    return formatter;
  };
}

/** Formats a country with its code, which forms ask for: "Germany (DE)". Returns anything but a code unchanged. */
export function countryName(code: string, locale: Locale): string {
  return withCode(code, () => new Intl.DisplayNames(locale, { type: 'region' }).of(code.toUpperCase()));
}

/** Formats a language with its tag: "Austrian German (de-AT)". Returns anything but a language tag unchanged. */
export function languageName(tag: string, locale: Locale): string {
  return withCode(tag, () => new Intl.DisplayNames(locale, { type: 'language' }).of(tag));
}

/** Adds the code to a name. `Intl.DisplayNames` throws RangeError for an invalid code. */
function withCode(code: string, nameOf: () => string | undefined): string {
  try {
    const name = nameOf();
    return name && name !== code ? `${name} (${code})` : code;
  } catch {
    return code;
  }
}
