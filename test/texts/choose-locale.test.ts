import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { locale as localeField } from '../../shared/events/fields.ts';
import { chooseLocale, isLocale } from '../../shared/texts/choose-locale.ts';
import locales from '../fixtures/locales.json' with { type: 'json' };
import { RUNS } from './hostile-text.ts';

describe('the cultures of Microsoft’s list', () => {
  const cultures = locales.cultures.split(' ');

  it('are all kept as they are', () => {
    expect(cultures).toHaveLength(135);
    expect(cultures.map((culture) => z.parse(localeField(), culture))).toEqual(cultures);
  });

  it('are written in their language where there is one, else in English', () => {
    const written = (culture: string) =>
      /^(?:de|en|es|fr|ja)\b/.exec(culture)?.[0] ?? (/^zh-(?:TW|HK|MO)$/.test(culture) ? 'zh-Hant' : 'en');
    expect(cultures.map((culture) => chooseLocale([culture]))).toEqual(cultures.map(written));
  });
});

describe('the locale', () => {
  it.each([
    [['zh-Hant'], 'zh-Hant'],
    [['zh-TW'], 'zh-Hant'],
    [['zh-HK'], 'zh-Hant'],
    [['zh-MO'], 'zh-Hant'],
    [['zh-Hant-HK'], 'zh-Hant'],
    [['ZH-tw'], 'zh-Hant'],
    [['zh_TW'], 'zh-Hant'],
    [['en-GB'], 'en'],
    [['zh-TW', 'en'], 'zh-Hant'],
    [['de'], 'de'],
    [['de-AT'], 'de'],
    [['de-CH', 'fr'], 'de'],
    [['fr-CA'], 'fr'],
    [['fr-BE'], 'fr'],
    [['es-MX'], 'es'],
    [['es-419'], 'es'],
    [['ja-JP'], 'ja'],
    [['ja_JP'], 'ja'],
    [['it', 'de-AT'], 'de'],
  ])('of %j is %s', (candidates, expected) => {
    expect(chooseLocale(candidates)).toBe(expected);
  });

  it.each(['zh-CN', 'zh-Hans', 'zh-SG', 'zh'])(
    'of %s is not traditional: the next candidate counts',
    (tag) => {
      expect(chooseLocale([tag])).toBe('en');
      expect(chooseLocale([tag, 'zh-Hant'])).toBe('zh-Hant');
    },
  );

  it('falls back to the partner’s default, then to English', () => {
    expect(chooseLocale([undefined, 'zh-TW'])).toBe('zh-Hant');
    expect(chooseLocale(['tlh', 'zh-TW'])).toBe('zh-Hant');
    expect(chooseLocale(['tlh', undefined])).toBe('en');
    expect(chooseLocale([])).toBe('en');
  });

  it('is always one of ours, whatever tag comes in', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.constantFrom('__proto__', 'constructor', 'x'.repeat(10_000), ''),
    );
    fc.assert(
      fc.property(fc.array(anything), (candidates) => isLocale(chooseLocale(candidates))),
      RUNS,
    );
  });
});
