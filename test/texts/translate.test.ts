import { describe, expect, it } from 'vitest';
import { mailTexts, sharedTexts } from '../../shared/texts/compiled.generated.ts';
import {
  countryName,
  formatDay,
  formatList,
  formatMoment,
  languageName,
} from '../../shared/texts/formats.ts';
import { toHtml } from '../../shared/texts/markup.ts';
import { toText } from '../../shared/texts/phrase.ts';
import { translate } from '../../shared/texts/translate.ts';

const at = Date.UTC(2026, 7, 14, 21, 5);

describe('a text', () => {
  it('follows the plurals and digits of its language', () => {
    const english = translate('en', sharedTexts);
    expect(toText(english('more', { count: 1 }))).toBe('1 more subscription');
    expect(toText(english('more', { count: 1200 }))).toBe('1,200 more subscriptions');
    expect(toText(translate('zh-Hant', sharedTexts)('more', { count: 1 }))).toBe('其他 1 個訂用帳戶');
  });

  it('isolates untrusted text, and only that', () => {
    const phrase = translate('en', mailTexts)('receipt.approved.subject', { partner: '<i>Contoso</i>' });
    expect(toHtml(phrase).toString()).toBe(
      'You approved the request of <bdi>&#60;i&#62;Contoso&#60;/i&#62;</bdi>',
    );
    expect(toText(phrase)).toBe('You approved the request of <i>Contoso</i>');
  });

  it('ends with one full stop, even after a name that ends with one', () => {
    const texts = { en: { asks: ['We ask ', [1, 'name'], '. Thank you.'] } } as const;
    const t = translate<{ asks: { name: string } }>('en', texts as never);
    expect(toText(t('asks', { name: 'Fabrikam, Inc.' }))).toBe('We ask Fabrikam, Inc. Thank you.');
    expect(toText(t('asks', { name: 'Fabrikam' }))).toBe('We ask Fabrikam. Thank you.');
  });

  it('has emphasis in HTML and none in plain text', () => {
    const phrase = translate('en', sharedTexts)('withdraw.delegated-admin', {
      partner: 'Contoso',
      email: [{ address: 'help@contoso.example' }],
    });
    expect(toHtml(phrase).toString()).toContain('<strong>Settings → Partner relationships</strong>');
    expect(toHtml(phrase).toString()).toContain('<a href="mailto:help@contoso.example">');
    expect(toText(phrase)).toContain('open Settings → Partner relationships, select Contoso');
  });

  it('makes a link only of a plain mail address', () => {
    const address = 'a@b.example?bcc=everybody@c.example';
    expect(toHtml([{ address }]).toString()).toBe(`<bdi>${address}</bdi>`);
  });
});

describe('dates and lists', () => {
  it('have the format of the locale, in UTC, and say so', () => {
    expect(formatDay(at, 'en')).toBe('August 14, 2026');
    expect(formatMoment(at, 'en')).toBe('August 14, 2026 at 9:05 PM UTC');
    expect(formatDay(at, 'zh-Hant')).toBe('2026年8月14日');
    expect(formatMoment(at, 'zh-Hant')).toBe('2026年8月14日 下午9:05 [UTC]');
    expect(formatMoment(at, 'ja')).toBe('2026年8月14日 21:05 UTC');
    expect(formatMoment(at, 'de')).toBe('14. August 2026 um 21:05 UTC');
    expect(formatMoment(at, 'fr')).toBe('14 août 2026 à 21:05 UTC');
    expect(formatMoment(at, 'es')).toBe('14 de agosto de 2026 a las 21:05 UTC');
    expect(formatList(['A', 'B', 'C'], 'en')).toBe('A, B, and C');
    expect(formatList(['A', 'B', 'C'], 'zh-Hant')).toBe('A、B和C');
    expect(formatList(['A', 'B', 'C'], 'ja')).toBe('A、B、C');
    expect(formatList(['A', 'B', 'C'], 'de')).toBe('A, B und C');
  });

  it('say “1er” in French', () => {
    expect(formatDay(Date.UTC(2026, 7, 1), 'fr')).toBe('1er août 2026');
    expect(formatMoment(Date.UTC(2026, 7, 1), 'fr')).toBe('1er août 2026 à 00:00 UTC');
    expect(formatDay(Date.UTC(2026, 7, 11), 'fr')).toBe('11 août 2026');
  });
});

describe('names of countries and languages', () => {
  it('are in the language of the locale, with the code that forms ask for', () => {
    expect(countryName('de', 'fr')).toBe('Allemagne (de)');
    expect(countryName('TW', 'zh-Hant')).toBe('台灣 (TW)');
    expect(languageName('de-AT', 'en')).toBe('Austrian German (de-AT)');
  });

  it('are the code itself if it names nothing', () => {
    expect(countryName('<b>', 'en')).toBe('<b>');
    expect(countryName('ZQ', 'en')).toBe('ZQ');
    expect(languageName('', 'ja')).toBe('');
  });
});
