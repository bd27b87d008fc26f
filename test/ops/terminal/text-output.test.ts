import { describe, expect, it } from 'vitest';
import { TextOutput, visible, visibleJson, widthOf, wrap } from '../../../infra/ops/terminal/text-output.ts';
import { Recorder, runCaptured } from '../run-captured.ts';

const HARMFUL = '\u001b[2J\u0007\u009b31m\u202ename\u2066\u2028\r\n';

describe('untrusted text', () => {
  it('cannot move the cursor, ring the bell, set colours, change the direction or break the line', () => {
    const shown = visible(HARMFUL);
    expect(shown).toBe('‹1b›[2J‹07›‹9b›31m‹202e›name‹2066›‹2028›‹0d›‹0a›');
    expect(visible('泰斯平雲端服務 Zoë 👩‍💻 א')).toBe('泰斯平雲端服務 Zoë 👩‍💻 א');
  });

  it('is escaped in lines, facts, tables and JSON', () => {
    const output = new TextOutput({ columns: 80, colors: false });
    output.line(HARMFUL);
    output.verbatim(HARMFUL);
    output.facts([[HARMFUL, { text: HARMFUL, tone: 'bad' }]]);
    output.table([{ head: HARMFUL }], [[HARMFUL], { below: HARMFUL, indent: 2 }]);
    expect(output.toString()).not.toMatch(/[^\P{Cc}\n]|[\u2028\u202e\u2066]/u);
    const json = visibleJson({ [HARMFUL]: HARMFUL });
    expect(json).not.toMatch(/[^\P{Cc}\n]|[\u2028\u202e\u2066]/u);
    expect(JSON.parse(json)).toEqual({ [HARMFUL]: HARMFUL });
  });
});

describe('a table', () => {
  const columns = [{ head: 'name' }, { head: 'n', right: true }, { head: 'why', wraps: true }];
  const rows = [
    [
      '泰斯平雲端服務',
      '7',
      'a sentence that is so long that it cannot possibly fit into one line of a terminal',
    ],
    ['short', '1,234', 'yes'],
  ];

  it('is never wider than the terminal, also with wide characters', () => {
    for (const columnsOfTerminal of [60, 80, 120]) {
      const output = new TextOutput({ columns: columnsOfTerminal, colors: false });
      output.table(columns, rows);
      const lines = output.toString().trimEnd().split('\n');
      expect(lines.filter((line) => widthOf(line) > columnsOfTerminal)).toEqual([]);
      // All numbers end in the same column.
      const ends = lines
        .filter((line) => /7|1,234/.test(line))
        .map((line) => widthOf(/^.*?(7|1,234)(?= )/.exec(line)?.[0] ?? ''));
      expect(new Set(ends).size).toBe(1);
    }
  });

  it('makes no column narrower than its words while another can shrink', () => {
    const output = new TextOutput({ columns: 60, colors: false });
    output.table(
      [
        { head: 'path', wraps: true },
        { head: 'problem', wraps: true },
      ],
      [
        [
          'data.subscription.termEndsAt.and',
          'must be an RFC 3339 date-time, with a time zone or a Z, or left out',
        ],
        ['x'.repeat(24), 'y'],
      ],
    );
    const text = output.toString();
    expect(text).toContain('x'.repeat(24));
    for (const word of ['date-time,', 'subscription.']) expect(text).toContain(word);
    expect(text.split('\n').filter((line) => widthOf(line) > 60)).toEqual([]);
  });

  it('contains every word', () => {
    const output = new TextOutput({ columns: 60, colors: false });
    output.table(columns, rows);
    expect(output.toString().replace(/\s+/g, '')).toContain('asentencethatissolong');
    for (const word of rows.flat().join(' ').split(' ')) expect(output.toString()).toContain(word);
  });
});

describe('width', () => {
  it('is counted in terminal columns, not in characters', () => {
    expect(['abc', '泰斯', 'é', 'e\u0301', '👩‍💻', ''].map(widthOf)).toEqual([3, 4, 1, 1, 2, 0]);
  });

  it('breaks between words, and words that are longer than a line', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('4b2a6e338791', 6)).toEqual(['4b2a6e', '338791']);
    expect(wrap('', 10)).toEqual(['']);
  });

  it('breaks such a word after a punctuation character, if it has one', () => {
    expect(wrap('4b2a6e33-8791', 6)).toEqual(['4b2a6e', '33-', '8791']);
    expect(wrap('unknown-partner ×1', 12)).toEqual(['unknown-', 'partner ×1']);
    expect(wrap('it@fabrikam.example', 12)).toEqual(['it@fabrikam.', 'example']);
  });
});

describe('colours', () => {
  it.each([
    ['a terminal', {}, true],
    ['NO_COLOR', { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', { NO_COLOR: '' }, true],
    ['a dumb terminal', { TERM: 'dumb' }, false],
  ])('%s', async (_, env, hasColours) => {
    const stdout = new Recorder(true);
    await runCaptured(['help'], { stdout, env });
    expect(stdout.text.includes('\u001b[')).toBe(hasColours);
  });

  it('are not used if the output is no terminal', async () => {
    expect((await runCaptured(['help'])).out).not.toContain('\u001b');
  });
});
