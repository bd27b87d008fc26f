import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lines, oneLine } from '../../shared/texts/untrusted.ts';
import { FORBIDDEN, hostile, RUNS } from './hostile.ts';

describe('text from outside', () => {
  it('becomes one clean line', () => {
    expect(oneLine(' Contoso\r\nBcc:\tx ')).toBe('Contoso Bcc: x');
    expect(oneLine('\u202Egnp.exe')).toBe('gnp.exe');
    expect(oneLine('می‌خواهم 👩‍👩‍👧')).toBe('می‌خواهم 👩‍👩‍👧');
  });

  it('is cut between characters, with an ellipsis', () => {
    expect(oneLine('x'.repeat(10_000), 10)).toBe(`${'x'.repeat(9)}…`);
    expect(oneLine('👩‍👩‍👧'.repeat(11), 10)).toBe(`${'👩‍👩‍👧'.repeat(9)}…`);
    expect(oneLine('exactly 10', 10)).toBe('exactly 10');
  });

  it('holds no control and no bidi override, and stays short, whatever it was', () => {
    fc.assert(
      fc.property(hostile, (raw) => {
        const shown = oneLine(raw, 100);
        expect(shown).not.toMatch(FORBIDDEN);
        expect(shown.length).toBeLessThanOrEqual(1600);
        expect(oneLine(shown, 100)).toBe(shown);
      }),
      RUNS,
    );
  });

  it('keeps the lines of a comment, within limits', () => {
    expect(lines('one\r\n\r\n  two \nthree')).toEqual(['one', 'two', 'three']);
    expect(lines('x\n'.repeat(100))).toHaveLength(20);
    expect(lines('x'.repeat(5000)).join('')).toHaveLength(1000);
  });
});
