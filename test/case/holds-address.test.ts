import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdsAddress } from '../../shared/case/erasure.ts';

test.each([
  ['kim@contoso.example', true],
  ['/crm/kim%40contoso.example/1', true],
  ['mail-KIM@x-1', true],
  ['kim＠contoso．example', true],
  ['ｋｉｍ＠ｃｏｎｔｏｓｏ．ｅｘａｍｐｌｅ', true],
  ['kim﹫contoso.example', true],
  ['/crm/kim%2540contoso.example', true],
  ['/crm/kim%EF%BC%A0contoso.example', true],
  ['kim\\u0040contoso.example', true],
  ['kim&#64;contoso.example', true],
  ['kim&#x40;contoso.example', true],
  ['kim&commat;contoso.example', true],
  ['kim=40contoso.example', true],
  [Buffer.from('kim@contoso.example').toString('base64'), true],
  [`crm-${Buffer.from('kim@contoso.example').toString('base64url')}-7`, true],
  [`/crm/${Buffer.from('kim@contoso.example').toString('hex')}`, true],
  [encodeURIComponent(Buffer.from('kim@contoso.example').toString('base64')), true],
  ['4b2a6e33-8791-4386-bd2b-0d55baf25039', false],
  ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', false],
  ['Zm9vYmFyYmF6LWFwcHJvdmU', false],
  ['638331855840159088', false],
  ['no address', false],
  ['@', false],
  ['a @ b', false],
  ['/@/', false],
  ['', false],
])('%s', (text, holds) => {
  expect(holdsAddress(text)).toBe(holds);
});

test('any length of text around the @ is found', () => {
  const whole = /[^\s/@]+@[^\s/@]+/;
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', '@', '%40', ' ', '/'), { maxLength: 9 }), (parts) => {
      const text = parts.join('');
      expect(holdsAddress(text)).toBe(whole.test(text.replaceAll('%40', '@')));
    }),
    { numRuns: 2_000 },
  );
});
