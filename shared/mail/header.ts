import { cleanLine } from '../texts/untrusted.ts';

/** The most characters of a name, as people count them. */
const DISPLAY_NAME_LIMIT = 64;
/** SES accepts 320 characters for a sender: name, encoding and address (API reference of SendEmail, `Source`). */
const HEADER_LIMIT = 320;

/**
 * Formats a `From` header (RFC 5322 §3.4, RFC 2047) from an untrusted name and our own address. An ASCII name becomes a
 * quoted string, any other name encoded words. A name that is too long is cut after a character, with “…”.
 * @throws TypeError if the address could break the header
 */
export function formatFrom(displayName: string, address: string): string {
  if (!/^[!#-'*+\-./\w=?^`{|}~]+@[\w.-]+$/.test(address)) throw new TypeError('not a plain mail address');
  for (let limit = DISPLAY_NAME_LIMIT; limit > 0; limit--) {
    const header = withName(cleanLine(displayName, limit), address);
    if (header.length <= HEADER_LIMIT) return header;
  }
  return address;
}

function withName(name: string, address: string): string {
  if (name === '') return address;
  if (/^[ -~]*$/.test(name)) return `"${name.replace(/["\\]/g, '\\$&')}" <${address}>`;
  return `${encodedWords(name)} <${address}>`;
}

/** An encoded word has at most 75 characters (RFC 2047 §2). `=?UTF-8?B?` and `?=` leave 63; 45 bytes are 60 in Base64. */
const BYTES_PER_WORD = 45;

/** Encodes text as Base64 words. No word splits a character; decoders drop the blanks between words. */
function encodedWords(text: string): string {
  const chunks: string[] = [];
  let chunk = '';
  for (const character of text) {
    if (Buffer.byteLength(chunk + character) > BYTES_PER_WORD) {
      chunks.push(chunk);
      chunk = '';
    }
    chunk += character;
  }
  return [...chunks, chunk].map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`).join(' ');
}
