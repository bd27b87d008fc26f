import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLocale } from '../../shared/texts/choose-locale.ts';
import { traits } from '../../shared/texts/compiled.generated.ts';
import { FORBIDDEN, hostile, RUNS } from '../texts/hostile-text.ts';
import { everyMail, type Outside } from './every-mail.ts';

const harmless: Outside = {
  partner: 'P',
  supportEmail: 'p',
  customer: 'C',
  contactName: 'N',
  subscription: 'S',
  comment: 'T',
  id: 'I',
};

const outside: fc.Arbitrary<Outside> = fc.record({
  partner: hostile,
  supportEmail: hostile.filter((text) => !/^[\w.+-]+@/.test(text)),
  customer: hostile,
  contactName: hostile.filter((text) => text !== ''),
  subscription: hostile,
  comment: hostile.map((text) => `${text.replace(/[\s\p{C}]/gu, '')}!`),
  id: hostile,
});

/** Tags and attributes in order, but for the two attributes that hold a subject. */
function skeleton(html: string): string[] {
  return (html.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/aria-label="[^"]*"/, ''));
}

const locales = Object.keys(traits).filter(isLocale);

describe('untrusted text', () => {
  // A rendering of all mails is what costs time here: each is looked at for everything.
  it.each(locales.map((locale, index) => ({ locale, index })))(
    '$locale: changes no tag and no attribute of a mail; no control, bidi override or line break anywhere',
    ({ locale, index }) => {
      const expected = everyMail(harmless, locale).map(({ html }) => skeleton(html));
      fc.assert(
        fc.property(outside, (texts) => {
          const mails = everyMail(texts, locale);
          expect(mails.map(({ html }) => skeleton(html))).toEqual(expected);
          for (const { subject, html, text } of mails) {
            expect(subject).not.toMatch(FORBIDDEN);
            expect(html.replaceAll('\n', '')).not.toMatch(FORBIDDEN);
            expect(text.replaceAll('\n', '')).not.toMatch(FORBIDDEN);
          }
        }),
        { seed: RUNS.seed + index, numRuns: 25 },
      );
    },
  );

  it('of 10,000 characters stays short', () => {
    const long = 'x'.repeat(10_000);
    const texts: Outside = { ...harmless, partner: long, customer: long, subscription: long, comment: long };
    for (const { subject, html, text } of everyMail(texts, 'en')) {
      expect([...subject].length).toBeLessThanOrEqual(150);
      expect(html).not.toContain('x'.repeat(1001));
      expect(text.length).toBeLessThan(6000);
    }
  });
});
