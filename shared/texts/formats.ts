import type { Locale } from './compiled.generated.ts';

/** A day in words, e.g. "August 14, 2026". `at` in epoch milliseconds; the day is UTC's. */
export function formatDay(at: number, locale: Locale): string {
  return firstOfMonth(days(locale).format(at), locale);
}

/** A moment in words that says its time zone: "August 14, 2026 at 9:30 AM UTC". `at` in epoch milliseconds. */
export function formatMoment(at: number, locale: Locale): string {
  // CLDR's narrow no-break space is a box in some mail clients.
  const moment = moments(locale)
    .format(at)
    .replace(/[\u202f\u00a0]/g, ' ');
  return firstOfMonth(moment, locale);
}

/** French counts the first day only: "1er août", which CLDR leaves out. */
function firstOfMonth(text: string, locale: Locale): string {
  return locale === 'fr' ? text.replace(/^1 /, '1er ') : text;
}

/** Items as a sentence lists them: "A, B, and C". */
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

/** Making an Intl formatter costs far more than using it. */
function oncePerLocale<T>(make: (locale: Locale) => T): (locale: Locale) => T {
  const made = new Map<Locale, T>();
  return (locale) => {
    const formatter = made.get(locale) ?? make(locale);
    made.set(locale, formatter);
    return formatter;
  };
}

/** A country's name with its code, which forms ask for: "Germany (DE)". Anything but a code comes back as it is. */
export function countryName(code: string, locale: Locale): string {
  return named(code, () => new Intl.DisplayNames(locale, { type: 'region' }).of(code.toUpperCase()));
}

/** A language's name with its tag: "Austrian German (de-AT)". Anything but a language tag comes back as it is. */
export function languageName(tag: string, locale: Locale): string {
  return named(tag, () => new Intl.DisplayNames(locale, { type: 'language' }).of(tag));
}

/** `Intl.DisplayNames` throws RangeError at what is no code. */
function named(code: string, nameOf: () => string | undefined): string {
  try {
    const name = nameOf();
    return name && name !== code ? `${name} (${code})` : code;
  } catch {
    return code;
  }
}
