import { en } from './en.ts';
import type { LocaleSource } from './locale-source.ts';
import { zhHant } from './zh-Hant.ts';

/**
 * Every locale we speak. A new one is a file beside this one and a name in this list, then
 * `node infra/build/texts.ts`. For the build and the tests only: what runs reads `compiled.generated.ts`.
 */
export const sources: readonly LocaleSource[] = [en, zhHant];
