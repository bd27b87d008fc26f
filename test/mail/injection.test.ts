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

describe('names and comments with web addresses', () => {
  const linked = /https?:|www\.evil|evil\.example/;

  it('are in no mail as something that a mail program links', () => {
    const name = 'www.evil.example https://evil.example/login';
    const names: Outside = {
      ...harmless,
      partner: name,
      customer: name,
      contactName: name,
      subscription: name,
    };
    // The mails of an onboarding also show IDs and a domain to type, exactly as they are: in the test they are the comment.
    const notices = everyMail({ ...names, comment: name }, 'en').slice(0, 6);
    for (const { subject, html, text } of [...notices, ...everyMail(names, 'en')]) {
      // What stands outside tags is what people see.
      const seen = html.replace(/<(?:style|title)[\s\S]*?<\/(?:style|title)>|<[^>]*>/g, ' ');
      const ours = (part: string) =>
        part.replaceAll(/https:\/\/(?:api\.example\.com|admin\.microsoft\.com)\S*/g, '');
      expect(ours(seen)).not.toMatch(linked);
      expect(ours(text)).not.toMatch(linked);
      expect(subject).not.toContain('\u2060');
    }
  });
});

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
