import type { en } from './locales/en.ts';

/** What mails and pages need of a locale besides its texts. */
export interface Traits {
  /** The value of the `dir` attribute. */
  readonly dir: 'ltr' | 'rtl';
  /** CSS font stack of system fonts, single-quoted: mails and pages load no fonts. */
  readonly fonts: string;
}

type Groups = (typeof en)['texts'];

/** The content of `locales/<locale>.ts`: its BCP 47 tag, its traits, and every text of `en`. Texts are ICU messages. */
export interface LocaleSource extends Traits {
  readonly tag: string;
  readonly texts: { readonly [Group in keyof Groups]: { readonly [Key in keyof Groups[Group]]: string } };
}
