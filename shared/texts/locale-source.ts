import type { en } from './locales/en.ts';

/** What the layout must know about a locale besides its words. */
export interface Traits {
  /** The value of the `dir` attribute. */
  readonly dir: 'ltr' | 'rtl';
  /** CSS font stack of system fonts, single-quoted: mails and pages load no fonts. */
  readonly fonts: string;
}

type Groups = (typeof en)['texts'];

/** A locale's file: its BCP 47 tag, its traits, and every text `en` has. Texts are ICU messages. */
export interface LocaleSource extends Traits {
  readonly tag: string;
  readonly texts: { readonly [Group in keyof Groups]: { readonly [Key in keyof Groups[Group]]: string } };
}
