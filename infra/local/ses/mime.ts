/** A header line's value as people read it: RFC 2047 encoded words decoded. */
export function decodeHeader(value: string): string {
  const joined = value.replace(/\?=\s+=\?/g, '?==?');
  return joined.replace(
    /=\?([^?]+)\?([bq])\?([^?]*)\?=/gi,
    (word, charset: string, encoding: string, text: string) => {
      const bytes =
        encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : unquote(text.replaceAll('_', ' '));
      try {
        return new TextDecoder(charset).decode(bytes);
      } catch {
        return word;
      }
    },
  );
}

/** The parts of a raw mail that a mailbox shows. */
export interface RawMail {
  readonly headers: ReadonlyMap<string, string>;
  readonly html: string;
  readonly text: string;
}

/** Reads a MIME message: headers by lower-case name, the first HTML and the first plain text part. */
export function parseRawMail(raw: string): RawMail {
  const { headers, body } = split(raw);
  return {
    headers,
    html: part(headers, body, 'text/html') ?? '',
    text: part(headers, body, 'text/plain') ?? '',
  };
}

function part(headers: ReadonlyMap<string, string>, body: string, wanted: string): string | undefined {
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /^multipart\/.*boundary="?([^";]+)"?/is.exec(type)?.[1];
  if (boundary === undefined)
    return type.toLowerCase().startsWith(wanted) ? decodeBody(headers, body) : undefined;
  for (const piece of body.split(`--${boundary}`).slice(1)) {
    const inner = split(piece.replace(/^\r?\n/, ''));
    const found = part(inner.headers, inner.body, wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

function split(raw: string): { headers: Map<string, string>; body: string } {
  const end = /\r?\n\r?\n/.exec(raw);
  const head = end === null ? raw : raw.slice(0, end.index);
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: end === null ? '' : raw.slice(end.index + end[0].length) };
}

function decodeBody(headers: ReadonlyMap<string, string>, body: string): string {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding === 'quoted-printable') return unquote(body.replace(/=\r?\n/g, '')).toString('utf8');
  return body;
}

function unquote(text: string): Buffer {
  const parts = text.split(/(=[0-9A-F]{2})/i);
  return Buffer.concat(
    parts.map((one, index) =>
      index % 2 === 1 ? Buffer.from(one.slice(1), 'hex') : Buffer.from(one, 'utf8'),
    ),
  );
}
