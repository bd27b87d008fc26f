import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { subjectLine } from '../../shared/mail/render/layout.ts';
import { formatFrom } from '../../shared/mail/send/ses.ts';
import { cleanLine } from '../../shared/texts/untrusted.ts';
import { FORBIDDEN, hostile, RUNS } from '../texts/hostile.ts';

const ADDRESS = 'requests@mail.example.com';

/** What a mail client makes of it (RFC 2047 §6.2: blanks between encoded words vanish). */
function decoded(from: string): string {
  const name = from.slice(0, from.lastIndexOf(' <'));
  if (name.startsWith('"')) return name.slice(1, -1).replace(/\\(.)/g, '$1');
  return name
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, base64: string) => Buffer.from(base64, 'base64').toString());
}

describe('the From header', () => {
  it('quotes ASCII names', () => {
    expect(formatFrom('Contoso, Inc.', ADDRESS)).toBe(`"Contoso, Inc." <${ADDRESS}>`);
    expect(formatFrom('The "best" \\ partner', ADDRESS)).toBe(`"The \\"best\\" \\\\ partner" <${ADDRESS}>`);
  });

  it('encodes other names in words of at most 75 characters that split no character', () => {
    const from = formatFrom('康托索雲端服務股份有限公司台北市信義區分公司雲端事業部', ADDRESS);
    const words = from.slice(0, from.lastIndexOf(' <')).split(' ');
    expect(words.length).toBeGreaterThan(1);
    for (const word of words) {
      expect(word.length).toBeLessThanOrEqual(75);
      expect(Buffer.from(word.slice(10, -2), 'base64').toString()).not.toContain('\ufffd');
    }
    expect(decoded(from)).toBe('康托索雲端服務股份有限公司台北市信義區分公司雲端事業部');
  });

  it('is the address alone when the name is nothing', () => {
    expect(formatFrom(' \r\n\u202e', ADDRESS)).toBe(ADDRESS);
  });

  it('cannot be broken by a name', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const from = formatFrom(name, ADDRESS);
        expect(from).toMatch(/^[ -~]+$/);
        expect(from.endsWith(ADDRESS) || from.endsWith(`<${ADDRESS}>`)).toBe(true);
        if (from !== ADDRESS) expect(decoded(from)).toBe(cleanLine(name, 64));
      }),
      RUNS,
    );
  });

  it.each(['a@b.example\r\nBcc: c@d.example', 'a@b.example, c@d.example', 'A <a@b.example>', ''])(
    'refuses %j as an address',
    (address) => {
      expect(() => formatFrom('Contoso', address)).toThrow(TypeError);
    },
  );
});

describe('a header’s text', () => {
  it('is one short line without overrides', () => {
    expect(subjectLine('a\r\nBcc: b')).toBe('a Bcc: b');
    fc.assert(
      fc.property(hostile, (text) => {
        expect(subjectLine(text)).not.toMatch(FORBIDDEN);
      }),
      RUNS,
    );
  });
});
