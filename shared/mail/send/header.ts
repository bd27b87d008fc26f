import { oneLine } from '../../texts/untrusted.ts';

/** Characters of a subject: long enough for every text of ours with a usual name in it. */
const SUBJECT_LIMIT = 150;
const DISPLAY_NAME_LIMIT = 64;

/** Text fit for a header's value (not yet encoded): one line, no controls, no bidi overrides, limited length. */
export function headerText(text: string, limit: number = SUBJECT_LIMIT): string {
  return oneLine(text, limit);
}

/**
 * The value of a `From` header (RFC 5322 §3.4, RFC 2047) for a name from outside and an address of ours. ASCII
 * names become quoted strings, others encoded words. Throws TypeError if the address could break the header.
 */
export function formatFrom(displayName: string, address: string): string {
  if (!/^[!#-'*+\-./\w=?^`{|}~]+@[\w.-]+$/.test(address)) throw new TypeError('not a plain mail address');
  const name = headerText(displayName, DISPLAY_NAME_LIMIT);
  if (name === '') return address;
  if (/^[ -~]*$/.test(name)) return `"${name.replace(/["\\]/g, '\\$&')}" <${address}>`;
  return `${encodedWords(name)} <${address}>`;
}

/** RFC 2047 §2 allows 75 characters a word; `=?UTF-8?B?` and `?=` leave 63, and 45 bytes are 60 in base64. */
const BYTES_A_WORD = 45;

/** Base64 encoded words, none splitting a character; the blanks between them vanish when decoded. */
function encodedWords(text: string): string {
  const chunks: string[] = [];
  let chunk = '';
  for (const character of text) {
    if (Buffer.byteLength(chunk + character) > BYTES_A_WORD) {
      chunks.push(chunk);
      chunk = '';
    }
    chunk += character;
  }
  return [...chunks, chunk].map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`).join(' ');
}
