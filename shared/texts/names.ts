import type { Locale } from './compiled.generated.ts';

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
