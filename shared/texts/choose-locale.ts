import { type Locale, traits } from './compiled.generated.ts';

export type { Locale };

/** Longer tags are not looked at: RFC 5646 asks for no more than 35 characters. */
const LONGEST_TAG = 35;

/**
 * The locale to write in. Each candidate in turn (the customer's, then the partner's default): the very
 * locale, else one of the same language *and script*; so zh-TW, zh-HK and zh-MO read zh-Hant, and zh-CN does
 * not. Nothing fits, or nothing is well-formed: `en`.
 */
export function chooseLocale(candidates: readonly (string | undefined)[]): Locale {
  for (const candidate of candidates) {
    const wanted = likelyScript(candidate);
    const found = wanted && ours.find(({ script }) => script === wanted);
    if (found) return found.locale;
  }
  return 'en';
}

/** `zh-TW` → `zh-Hant`, `en-GB` → `en-Latn` (CLDR likely subtags); undefined if it is no language tag. */
function likelyScript(tag: string | undefined): string | undefined {
  if (!tag || tag.length > LONGEST_TAG) return undefined;
  try {
    const { language, script } = new Intl.Locale(tag.trim().replaceAll('_', '-')).maximize();
    return `${language}-${script}`;
  } catch {
    return undefined;
  }
}

/** Whether we have texts in exactly this locale. */
export function isLocale(tag: string): tag is Locale {
  return Object.hasOwn(traits, tag);
}

const ours = Object.keys(traits)
  .filter(isLocale)
  .map((locale) => ({ locale, script: likelyScript(locale) }));
