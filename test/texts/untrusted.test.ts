import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine, cleanLines } from '../../shared/texts/untrusted.ts';
import { FORBIDDEN, hostile, RUNS } from './hostile-text.ts';

describe('untrusted text', () => {
  it('becomes one clean line', () => {
    expect(cleanLine(' Contoso\r\nBcc:\tx ')).toBe('Contoso Bcc: x');
    expect(cleanLine('\u202Egnp.exe')).toBe('gnp.exe');
    expect(cleanLine('می‌خواهم 👩‍👩‍👧')).toBe('می‌خواهم 👩‍👩‍👧');
  });

  it('is cut between characters, with an ellipsis', () => {
    expect(cleanLine('x'.repeat(10_000), 10)).toBe(`${'x'.repeat(9)}…`);
    expect(cleanLine('👩‍👩‍👧'.repeat(11), 10)).toBe(`${'👩‍👩‍👧'.repeat(9)}…`);
    expect(cleanLine('exactly 10', 10)).toBe('exactly 10');
  });

  it('has no control characters and no bidi overrides, and stays short', () => {
    fc.assert(
      fc.property(hostile, (raw) => {
        const shown = cleanLine(raw, 100);
        expect(shown).not.toMatch(FORBIDDEN);
        expect(shown.length).toBeLessThanOrEqual(1600);
        expect(cleanLine(shown, 100)).toBe(shown);
      }),
      RUNS,
    );
  });

  it('keeps the lines of a comment, up to a limit', () => {
    expect(cleanLines('one\r\n\r\n  two \nthree')).toEqual(['one', 'two', 'three']);
    expect(cleanLines('x\n'.repeat(100))).toHaveLength(20);
    expect(cleanLines('x'.repeat(5000)).join('')).toHaveLength(1000);
  });
});
