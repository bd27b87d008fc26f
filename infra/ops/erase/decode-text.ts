/** How often text is decoded: a message in a message in a message. */
const LAYERS = 3;
const JSON_SPACE = /\\+[nrtbf]/g;
const JSON_CODE = /\\+u([0-9a-f]{4})/gi;
const PERCENT_CODE = /%([0-7][0-9a-f])/gi;

/**
 * A message's text in lower case, with what JSON and links write otherwise written out (`\u0040` and `%40` are `@`), however
 * the message itself is made: it need not be readable as anything.
 */
export function decodeText(text: string): string {
  let now = text;
  for (let layer = 0; layer < LAYERS; layer++) {
    const next = now.replace(JSON_CODE, written).replace(PERCENT_CODE, written);
    if (next === now) break;
    now = next;
  }
  return now.replace(JSON_SPACE, ' ').toLowerCase();
}

/** Whether decoded text names an address: that very one, not one that ends or begins with it. */
export function containsAddress(text: string, address: string): boolean {
  const literal = address.replace(/[^a-z0-9]/g, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
  return new RegExp(`(?<![a-z0-9._+-])${literal}(?![a-z0-9-]|\\.[a-z0-9])`, 'u').test(text);
}

function written(_: string, code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16));
}
