import type { LocaleSource } from '../locale-source.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import { zhHant } from './zh-Hant.ts';

/**
 * All locales. To add one, add a file beside this one, list it here, and run `npm run generate`. Only the build
 * and the tests read these files; the functions read `compiled.generated.ts`.
 */
export const allLocales: readonly LocaleSource[] = [en, zhHant, ja, de, fr, es];
