import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compiledTexts, compileMessage, valuesOf } from '../../infra/build/texts.ts';
import type { MessagePart } from '../../shared/texts/catalog.ts';
import type { LocaleSource } from '../../shared/texts/locale-source.ts';
import { allLocales } from '../../shared/texts/locales/all.ts';
import { en } from '../../shared/texts/locales/en.ts';
import { fr } from '../../shared/texts/locales/fr.ts';

function textsOf(source: LocaleSource): Map<string, string> {
  return new Map(
    Object.entries(source.texts).flatMap(([group, texts]) =>
      Object.entries(texts).map(([key, text]): [string, string] => [`${group} ${key}`, text]),
    ),
  );
}

function boldsOf(parts: readonly MessagePart[]): number {
  return parts.filter((part) => typeof part !== 'string' && part[0] === 8 && part[1] === 'b').length;
}

const english = textsOf(en);

describe.each(allLocales.map((source) => [source.tag, source] as const))('the texts in %s', (tag, source) => {
  const texts = textsOf(source);

  it('have the same keys as the English texts', () => {
    expect([...texts.keys()]).toEqual([...english.keys()]);
  });

  it('take the same values as the English texts', () => {
    for (const [key, text] of texts) {
      const values = Object.fromEntries(valuesOf(compileMessage(text, tag)));
      expect(values, key).toEqual(Object.fromEntries(valuesOf(compileMessage(english.get(key) ?? '', 'en'))));
    }
  });

  it('use only the tag <b>, and where English does', () => {
    for (const [key, text] of texts) {
      const tags = compileMessage(text, tag).filter((part) => typeof part !== 'string' && part[0] === 8);
      expect(boldsOf(compileMessage(text, tag)), key).toBe(tags.length);
      expect(tags.length > 0, key).toBe(boldsOf(compileMessage(english.get(key) ?? '', 'en')) > 0);
    }
  });

  it('cover every plural category of the language, or have `other`', () => {
    for (const [key, text] of texts) {
      for (const part of compileMessage(text, tag)) {
        if (typeof part === 'string' || part[0] !== 6) continue;
        const { pluralCategories } = new Intl.PluralRules(tag).resolvedOptions();
        const said = Object.keys(part[2]);
        expect(said, key).toContain('other');
        for (const category of said) expect(pluralCategories, key).toContain(category);
      }
    }
  });

  it('are trimmed, without double spaces or straight apostrophes', () => {
    for (const [key, text] of texts) {
      expect(text, key).toBe(text.trim());
      expect(text, key).not.toMatch(/ {2}|['"]/);
    }
  });
});

/** Familiar address, which no text of ours has. */
const FAMILIAR: Readonly<Record<string, RegExp>> = {
  de: /(?<!\p{L})(du|dir|dich|dein\p{L}*|euch|euer\p{L}*|eure\p{L}*)(?!\p{L})/iu,
  fr: /(?<!\p{L})(tu|toi|te|ton|tes)(?!\p{L})/iu,
  es: /(?<!\p{L})(tú|ti|tu|tus|te|vosotros|vuestr\p{L}*)(?!\p{L})/iu,
};

describe.each(Object.entries(FAMILIAR))('the texts in %s', (tag, familiar) => {
  const source = allLocales.find((each) => each.tag === tag);

  it('use the polite form', () => {
    for (const [key, text] of source ? textsOf(source) : []) expect(text, key).not.toMatch(familiar);
  });
});

describe('the texts in fr', () => {
  it('keep : ; ! ? and quotation marks on the line of their word', () => {
    for (const [key, text] of textsOf(fr)) expect(text, key).not.toMatch(/ [:;!?»]|« |\p{L}[;!?»]|«\S/u);
  });
});

describe('the compiled texts', () => {
  it('match their sources', () => {
    const file = new URL('../../shared/texts/compiled.generated.ts', import.meta.url);
    expect(readFileSync(file, 'utf8'), 'run: node infra/build/texts.ts').toBe(compiledTexts());
  });

  it('reject ICU features that the compact form does not support', () => {
    expect(() => compileMessage('{day, date, long}', 'en')).toThrow('not supported');
    expect(() => compileMessage('{n, plural, offset:1 other {#}}', 'en')).toThrow('not supported');
  });
});
