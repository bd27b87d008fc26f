import { pick } from '../fixtures/random.ts';

type Random = () => number;

/** Texts that programs have stumbled over. */
const HOSTILE_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\ufeff',
  '\ufffe\uffff',
  '\ud800',
  'a\r\nBcc: everybody@example.com',
  '<script>alert(1)</script>',
  '{partner}{{x}}',
  '__proto__',
  'constructor',
  'toString',
  '\u202egnp.exe',
  `e${'\u0301'.repeat(300)}`,
  '👩‍👩‍👧‍👦'.repeat(50),
  'ﬁ①Ⅷ',
  '％2e％2e',
  '../../etc/passwd',
  "' OR 1=1 --",
  'x'.repeat(70_000),
  `${'a'.repeat(40_000)}@${'b'.repeat(40_000)}`,
  `${'-'.repeat(3_000)}a`,
  `${'a.'.repeat(3_000)}!`,
  '2026-02-30T25:61:61Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  '+275760-09-13T00:00:00Z',
  '00000000-0000-0000-0000-000000000000',
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  'en-u-ca-islamic-x-'.padEnd(200, 'a'),
] as const;

const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  2 ** 53,
  -(2 ** 53),
  1.7976931348623157e308,
  5e-324,
  [],
  {},
  [[]],
  { toString: 1 },
  { length: 1e9 },
  Array.from({ length: 2_000 }, () => 0),
];

/** A place in a value: the object or list, and the key in it. */
interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

function placesIn(value: unknown, found: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, part] of Object.entries(value)) {
    found.push({ holder: value as Record<string, unknown>, key });
    placesIn(part, found);
  }
  return found;
}

/** Changes a few places of a JSON value, and then perhaps the text that it becomes. */
export function mutatedJson(base: unknown, random: Random): string {
  const value: unknown = structuredClone(base);
  const places = placesIn(value);
  const changes = Math.floor(random() * 4);
  for (let change = 0; change < changes && places.length > 0; change++) mutate(pick(places, random), random);
  return mutatedText(JSON.stringify(value), random);
}

function mutate({ holder, key }: Place, random: Random): void {
  const kind = random();
  if (kind < 0.45) holder[key] = pick(HOSTILE_TEXTS, random);
  else if (kind < 0.65) holder[key] = structuredClone(pick(HOSTILE_VALUES, random));
  else if (kind < 0.75) delete holder[key];
  else if (kind < 0.85) holder[`${key}${pick(['', 'x', '\u0000', ' '], random)}`] = randomText(random);
  else if (kind < 0.92)
    holder[pick(['__proto__x', 'constructor', 'prototype', 'hasOwnProperty'], random)] = { a: 1 };
  else if (typeof holder[key] === 'string') holder[key] = randomCase(holder[key], random);
  else holder[key] = [holder[key]];
}

/** Changes a text as JSON writers and networks do: cut off, doubled keys, numbers beyond all limits, prototype keys. */
export function mutatedText(text: string, random: Random): string {
  const kind = random();
  const at = Math.floor(random() * (text.length + 1));
  if (kind < 0.6) return text;
  if (kind < 0.66) return text.slice(0, at);
  if (kind < 0.7) return text.replace('{', '{"__proto__":{"polluted":true},');
  if (kind < 0.74) return text.replace('"type":', '"type":"relationship.removed","type":');
  if (kind < 0.78) return text.replace(/:("[^"]*")/, ':1e400');
  if (kind < 0.81) return text.replace(/:("[^"]*")/, `:${'['.repeat(5_000)}${']'.repeat(5_000)}`);
  if (kind < 0.84) return `\ufeff${text}`;
  if (kind < 0.87) return `${text}${text}`;
  if (kind < 0.9) return text.replaceAll('a', '\\u0061');
  if (kind < 0.95) return text.slice(0, at) + randomText(random) + text.slice(at);
  return randomText(random);
}

/** A text of random characters of all kinds. */
export function randomText(random: Random): string {
  const length = Math.floor(random() ** 3 * 400);
  const limit = pick([0x7f, 0xff, 0xffff, 0x10ffff], random);
  return Array.from({ length }, () => String.fromCodePoint(Math.floor(random() * limit))).join('');
}

function randomCase(text: string, random: Random): string {
  return [...text].map((letter) => (random() < 0.5 ? letter.toUpperCase() : letter.toLowerCase())).join('');
}

/** Random bytes, or a text whose bytes are damaged. */
export function damagedBytes(text: string, random: Random): Buffer {
  const bytes = Buffer.from(text);
  for (let change = 0; change < 3 && bytes.length > 0; change++)
    bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  return bytes;
}
