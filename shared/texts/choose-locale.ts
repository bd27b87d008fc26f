import { type Locale, traits } from './compiled.generated.ts';

export type { Locale };

/** Longer tags are ignored. RFC 5646, §4.4.1 asks for room for 35 characters; tags with extensions are longer. */
const TAG_LIMIT = 255;

/**
 * Chooses the locale of a mail or page: that of the first candidate (such as the customer's locale, then the partner's
 * default) whose language *and script* match one of ours. zh-TW, zh-HK and zh-MO get zh-Hant; zh-CN does not. Without a
 * match it is `en`.
 */
export function chooseLocale(candidates: readonly (string | undefined)[]): Locale {
  for (const candidate of candidates) {
    const wanted = likelyScript(candidate);
    const found = wanted && ourLocales.find(({ script }) => script === wanted);
    if (found) return found.locale;
  }
  return 'en';
}

/** Finds language and script by CLDR's likely subtags: `zh-TW` → `zh-Hant`, `en-GB` → `en-Latn`. Undefined for an invalid tag. */
function likelyScript(tag: string | undefined): string | undefined {
  if (!tag || tag.length > TAG_LIMIT) return undefined;
  try {
    const { language, script } = new Intl.Locale(tag.trim().replaceAll('_', '-')).maximize();
    return `${language}-${script}`;
  } catch {
    return undefined;
  }
}

/** Checks whether there are texts in exactly this locale. */
export function isLocale(tag: string): tag is Locale {
  return Object.hasOwn(traits, tag);
}

const ourLocales = Object.keys(traits)
  .filter(isLocale)
  .map((locale) => ({ locale, script: likelyScript(locale) }));
