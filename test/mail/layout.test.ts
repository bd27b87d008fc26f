import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compiledLayout } from '../../infra/build/mail-layout.ts';
import { columnsOf, wrap } from '../../shared/mail/render/layout.ts';
import { RUNS } from '../texts/hostile-text.ts';

describe('the mail layout', () => {
  it('is what layout.mjml says', async () => {
    const file = new URL('../../shared/mail/render/layout.generated.ts', import.meta.url);
    expect(readFileSync(file, 'utf8'), 'run: node infra/build/mail-layout.ts').toBe(await compiledLayout());
  }, 30_000);
});

describe('plain text', () => {
  it('breaks at blanks', () => {
    expect(wrap('one two three', '', 8)).toBe('one two\nthree');
    expect(wrap('one two three', '> ', 9)).toBe('> one two\n> three');
  });

  it('breaks between East Asian characters, two columns each, and starts no line with their punctuation', () => {
    expect(wrap('您的訂用帳戶，不變。', '', 12)).toBe('您的訂用帳\n戶，不變。');
    expect(columnsOf('訂用 OK')).toBe(7);
  });

  it('keeps Japanese small kana, long vowels and brackets where they belong', () => {
    expect(wrap('パートナーは［設定］を', '', 8)).toBe('パート\nナーは\n［設定］\nを');
    expect(columnsOf('パートナー')).toBe(10);
    for (const line of wrap('チェックとサーバー、（ヘルプ）'.repeat(9), '', 11).split('\n')) {
      expect(line).not.toMatch(/^[ーェッ、）]|（$/);
    }
  });

  it('does not break at a no-break space', () => {
    expect(wrap('Le client\u00a0: oui', '', 9)).toBe('Le\nclient\u00a0:\noui');
  });

  it('keeps long words whole', () => {
    expect(wrap(`see ${'x'.repeat(90)} there`)).toBe(`see\n${'x'.repeat(90)}\nthere`);
  });

  it('removes only blanks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 4, max: 30 }), (text, width) => {
        expect(wrap(text, '', width).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
      RUNS,
    );
  });
});
