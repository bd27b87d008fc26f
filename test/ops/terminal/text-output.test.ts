import { describe, expect, it } from 'vitest';
import { TextOutput } from '../../../infra/ops/terminal/text-output.ts';
import { visible, visibleJson } from '../../../infra/ops/terminal/visible.ts';
import { widthOf, wrap } from '../../../infra/ops/terminal/width.ts';
import { Recorder, runCaptured } from '../run-captured.ts';

const HARMFUL = '\u001b[2J\u0007\u009b31m\u202ename\u2066\u2028\r\n';

describe('text from outside', () => {
  it('cannot move the cursor, ring, colour, turn the line or break it', () => {
    const shown = visible(HARMFUL);
    expect(shown).toBe('‹1b›[2J‹07›‹9b›31m‹202e›name‹2066›‹2028›‹0d›‹0a›');
    expect(visible('泰斯平雲端服務 Zoë 👩‍💻 א')).toBe('泰斯平雲端服務 Zoë 👩‍💻 א');
  });

  it('is made harmless in lines, facts, tables and JSON', () => {
    const page = new TextOutput({ columns: 80, colours: false });
    page.line(HARMFUL);
    page.verbatim(HARMFUL);
    page.facts([[HARMFUL, { text: HARMFUL, tone: 'bad' }]]);
    page.table([{ head: HARMFUL }], [[HARMFUL], { below: HARMFUL, indent: 2 }]);
    expect(page.toString()).not.toMatch(/[^\P{Cc}\n]|[\u2028\u202e\u2066]/u);
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

  it('fits its columns, also with wide letters', () => {
    for (const width of [60, 80, 120]) {
      const page = new TextOutput({ columns: width, colours: false });
      page.table(columns, rows);
      const lines = page.toString().trimEnd().split('\n');
      expect(lines.filter((line) => widthOf(line) > width)).toEqual([]);
      // All numbers end in the same column.
      const ends = lines
        .filter((line) => /7|1,234/.test(line))
        .map((line) => widthOf(/^.*?(7|1,234)(?= )/.exec(line)?.[0] ?? ''));
      expect(new Set(ends).size).toBe(1);
    }
  });

  it('makes no column narrower than its words while another can give way', () => {
    const page = new TextOutput({ columns: 60, colours: false });
    page.table(
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
    const text = page.toString();
    expect(text).toContain('x'.repeat(24));
    for (const word of ['date-time,', 'subscription.']) expect(text).toContain(word);
    expect(text.split('\n').filter((line) => widthOf(line) > 60)).toEqual([]);
  });

  it('says everything that is in it', () => {
    const page = new TextOutput({ columns: 60, colours: false });
    page.table(columns, rows);
    expect(page.toString().replace(/\s+/g, '')).toContain('asentencethatissolong');
    for (const word of rows.flat().join(' ').split(' ')) expect(page.toString()).toContain(word);
  });
});

describe('width', () => {
  it('counts columns of a terminal, not letters', () => {
    expect(['abc', '泰斯', 'é', 'e\u0301', '👩‍💻', ''].map(widthOf)).toEqual([3, 4, 1, 1, 2, 0]);
  });

  it('breaks between words, and words that are longer than a line', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('4b2a6e338791', 6)).toEqual(['4b2a6e', '338791']);
    expect(wrap('', 10)).toEqual(['']);
  });

  it('breaks such a word after a sign, where it has one', () => {
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
  ])('%s', async (_, env, coloured) => {
    const stdout = new Recorder(true);
    await runCaptured(['help'], { stdout, env });
    expect(stdout.text.includes('\u001b[')).toBe(coloured);
  });

  it('none where the output is no terminal', async () => {
    expect((await runCaptured(['help'])).out).not.toContain('\u001b');
  });
});
