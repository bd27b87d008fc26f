import type { LocaleSource } from '../locale-source.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import { zhHant } from './zh-Hant.ts';

/**
 * Every locale we speak. A new one is a file beside this one (with one in `onboarding/`) and a name in this list, then
 * `node infra/build/texts.ts`. For the build and the tests only: what runs reads `compiled.generated.ts`.
 */
export const allLocales: readonly LocaleSource[] = [en, zhHant, ja, de, fr, es];
