import fc from 'fast-check';

/** Hostile names, and arbitrary strings. */
export const hostile: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</style></title></textarea><b>',
    'a\r\nBcc: everybody@example.com',
    'a\u0000b\u0007c\u001b[31m',
    '\u202Egnp.exe\u202C',
    '\u2066isolated\u2069 \u200Fmark\u061C',
    '__proto__',
    'constructor',
    '{partner}',
    '{{text}}',
    '<b>bold</b> {count, plural, other {#}}',
    '&lt;already&amp;',
    '$& $1 $` $$',
    '\uD800 lone',
    `e${'\u0301'.repeat(500)}`,
    '👩‍👩‍👧‍👦'.repeat(200),
    'x'.repeat(10_000),
    '漢'.repeat(10_000),
    '\u2028\u2029\u0085',
    '   ',
    '',
  ),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
);

/** Controls, line separators and everything that changes the direction of what follows. */
export const FORBIDDEN = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u;

/** Property tests run with a fixed seed. */
export const RUNS = { seed: 20200617, numRuns: 400 } as const;
