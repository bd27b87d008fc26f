import { describe, expect, it } from 'vitest';
import { HttpProblem, jsonText } from '../../shared/runtime/http.ts';

const request = (bytes: Buffer, contentType = 'application/json', isBase64Encoded = true) => ({
  headers: { 'content-type': contentType },
  body: isBase64Encoded ? bytes.toString('base64') : bytes.toString('utf8'),
  isBase64Encoded,
});
const problemOf = (...args: Parameters<typeof request>) => {
  try {
    return jsonText(request(...args));
  } catch (error) {
    if (error instanceof HttpProblem) return [error.problem.status, error.problem.code];
    throw error;
  }
};

describe.each([
  ['Base64', true],
  ['text', false],
])('a JSON body that API Gateway passes as %s', (_, isBase64) => {
  it.each([
    ['Latin-1', Buffer.from('{"name":"Müller"}', 'latin1')],
    ['a lone surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ['an overlong form', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
    ['UTF-16', Buffer.from('\ufeff{}', 'utf16le')],
  ])('with %s is refused with 400', (_name, bytes) => {
    expect(problemOf(bytes, 'application/json', isBase64)).toEqual([400, 'not-utf-8']);
  });

  it.each(['iso-8859-1', 'windows-1252', '"utf-16"', 'UTF-32'])(
    'with charset=%s is refused with 415',
    (charset) => {
      expect(problemOf(Buffer.from('{}'), `application/json; charset=${charset}`, isBase64)).toEqual([
        415,
        'unsupported-charset',
      ]);
    },
  );

  it.each(['application/json', 'application/json; charset=UTF-8', 'application/json;charset="utf-8"; x=y'])(
    'with content type %s is UTF-8, and a byte order mark is ignored',
    (contentType) => {
      expect(problemOf(Buffer.from('\ufeff{"name":"Zoë 😀"}'), contentType, isBase64)).toBe(
        '{"name":"Zoë 😀"}',
      );
    },
  );
});
