import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine, cleanLines, withoutLinks } from '../../shared/texts/untrusted.ts';
import { FORBIDDEN, hostile, RUNS } from './hostile-text.ts';

/** What mail programs make links of: an address with a scheme, one that begins with www, a domain, a mail address. */
const LINKED =
  /\b(?:https?|ftp|mailto|tel):|\bwww\.[a-z0-9]|[\p{L}\p{N}-]\.(?:com|net|org|example|ru|shop|io)\b|[\w.+-]@[\w-]/iu;

describe('a name that looks like an address', () => {
  it.each([
    'www.evil.example',
    'https://evil.example/login',
    'HTTP://EVIL.EXAMPLE',
    'ftp://evil.example',
    'evil.com',
    'Contoso (contoso.com) and evil.shop/x?y=1',
    'a.b.c.evil.example',
    'robin@evil.example',
    'mailto:robin@evil.example',
    'tel:+15551234',
    'evil-shop.ru',
    'müller.example',
  ])('%s is not linked, and reads the same', (name) => {
    expect(name).toMatch(LINKED);
    const shown = withoutLinks(cleanLine(name));
    expect(shown).not.toMatch(LINKED);
    expect(shown.replaceAll('\u2060', '')).toBe(name);
    // Breaking it again, or cleaning it for a subject, adds nothing.
    expect(cleanLine(shown)).toBe(name);
  });

  it.each(['Fabrikam, Inc.', 'Dr. Robin Fisher', 'A: B', '3.5 % of it', 'می‌خواهم', '株式会社コントソ'])(
    '%s is shown as it is',
    (name) => {
      expect(withoutLinks(name).replace(/\u2060(?=[.\d])|(?<=\.)\u2060/g, '')).toBe(name);
    },
  );
});

describe('untrusted text', () => {
  it('becomes one clean line', () => {
    expect(cleanLine(' Contoso\r\nBcc:\tx ')).toBe('Contoso Bcc: x');
    expect(cleanLine('\u202Egnp.exe')).toBe('gnp.exe');
    expect(cleanLine('می‌خواهم 👩‍👩‍👧')).toBe('می‌خواهم 👩‍👩‍👧');
  });

  it('is cut between characters, with an ellipsis', () => {
    expect(cleanLine('x'.repeat(10_000), 10)).toBe(`${'x'.repeat(9)}…`);
    expect(cleanLine('👩‍👩‍👧'.repeat(11), 10)).toBe(`${'👩‍👩‍👧'.repeat(9)}…`);
    expect(cleanLine('exactly 10', 10)).toBe('exactly 10');
  });

  it('has no control characters and no bidi overrides, and stays short', () => {
    fc.assert(
      fc.property(hostile, (raw) => {
        const shown = cleanLine(raw, 100);
        expect(shown).not.toMatch(FORBIDDEN);
        expect(shown.length).toBeLessThanOrEqual(1600);
        expect(cleanLine(shown, 100)).toBe(shown);
      }),
      RUNS,
    );
  });

  it('keeps the lines of a comment, up to a limit', () => {
    expect(cleanLines('one\r\n\r\n  two \nthree')).toEqual(['one', 'two', 'three']);
    expect(cleanLines('x\n'.repeat(100))).toHaveLength(20);
    expect(cleanLines('x'.repeat(5000)).join('')).toHaveLength(1000);
  });
});
