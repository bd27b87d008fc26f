/** How many encodings are undone: a message may contain a message that contains a message. */
const LAYERS = 3;
/** Shortest part that is tried as Base64 or hexadecimal; the shortest address has six characters. */
const SHORTEST = 8;

/**
 * Undoes the usual ways to write a character differently: full-width forms (NFKC), `\\u0040`, `%40` also twice, `&#64;`, `=40`. Parts
 * in Base64 or hexadecimal that are text are added at the end. Only for finding something in it: the result is not valid text of
 * any format. Takes linear time.
 */
export function decodeText(text: string): string {
  let decoded = text.normalize('NFKC');
  for (let layer = 0; layer < LAYERS; layer++) {
    const next = decodeOnce(decoded);
    if (next === decoded) break;
    decoded = next;
  }
  return [decoded, ...hiddenTexts(decoded)].join('\n');
}

function decodeOnce(text: string): string {
  return text
    .replace(/(?<!\\)\\+u([0-9a-f]{4})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString())
    .replace(/(?:=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString())
    .replace(/&(?:commat|#0*64|#x0*40);/gi, '@')
    .replace(/&(?:period|#0*46|#x0*2e);/gi, '.')
    .normalize('NFKC');
}

/** The parts of a text that are printable ASCII in Base64 or hexadecimal. */
function hiddenTexts(text: string): string[] {
  const parts = text.split(/[^A-Za-z0-9+/_=-]+/).flatMap((part) => [part, ...part.split(/[/_-]+/)]);
  return [...new Set(parts)].flatMap((part) => {
    if (part.length < SHORTEST) return [];
    const isHex = part.length % 2 === 0 && /^[0-9a-f]+$/i.test(part);
    const found = [Buffer.from(part, 'base64'), ...(isHex ? [Buffer.from(part, 'hex')] : [])];
    return found.map((bytes) => bytes.toString('latin1')).filter((one) => /^[\x20-\x7e]{6,}$/.test(one));
  });
}
