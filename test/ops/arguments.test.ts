import { describe, expect, it } from 'vitest';
import { commandOf, parseLine } from '../../infra/ops/arguments.ts';
import { COMMANDS } from '../../infra/ops/commands/all.ts';
import { runCaptured } from './run-captured.ts';

const named = (...words: string[]) => commandOf(words, COMMANDS).command;

describe('commands', () => {
  it('are named by one word or two', () => {
    expect(commandOf(['dlq', 'show', 'mail'], COMMANDS)).toMatchObject({
      command: { name: 'dlq show' },
      rest: ['mail'],
    });
    expect(commandOf(['case', 'a', 'b'], COMMANDS)).toMatchObject({
      command: { name: 'case' },
      rest: ['a', 'b'],
    });
  });

  it.each([
    ['pubish', 'publish'],
    ['redrive', 'dlq redrive'],
    ['dlq lst', 'dlq list'],
    ['rotate', 'rotate-keys'],
    ['exlpain', 'explain'],
  ])('%s: says which may be meant', async (line, meant) => {
    const { code, err } = await runCaptured(line.split(' '));
    expect(code).toBe(2);
    expect(err).toContain(meant);
  });

  it('lists them all for what is like none', async () => {
    const { code, err } = await runCaptured(['xyzzy']);
    expect([code, err.replace(/\s+/g, ' ')]).toEqual([
      2,
      expect.stringContaining(COMMANDS.map(({ name }) => name).join(', ')),
    ]);
  });
});

describe('options', () => {
  it('stand anywhere, also before the command', async () => {
    for (const line of ['--json help', 'help --json', '--json help case', 'case --help --json']) {
      const { code, json } = await runCaptured(line.split(' '));
      expect([line, code, Object.keys(json<object>()).length > 0]).toEqual([line, 0, true]);
    }
    const before = await runCaptured(['--stack-file', 'other.json', 'dlq', 'list']);
    expect(before.err).toContain('No local stack runs');
  });

  it.each([
    ['publish a b', 'b is too much'],
    ['case contoso', 'Something is missing'],
    ['case contoso 4b2a6e33-8791-4386-bd2b-0d55baf25039 --al', 'Did you mean --all?'],
    ['publish x --rate fast', '--rate takes a whole number from 1 to 10000, not fast'],
    ['publish x --rate 0', '--rate takes a whole number'],
    ['publish --file a --file b', '--file may be given once only'],
    ['publish --file', "'--file <value>' argument missing"],
    ['dlq list --json=yes', "'--json' does not take an argument"],
    ['dlq list --region eu-central-1', '--region and --profile are for a deployed stage'],
    ['dlq list --stage Prod!', '--stage takes the name of a stage'],
    ['case conto!so 4b2a6e33-8791-4386-bd2b-0d55baf25039', 'cannot be a partner id'],
    ['case contoso 12', 'cannot be a customer’s tenant id'],
    ['publish', 'Name either an event type or a file'],
  ])('%s: wrong usage is exit code 2 and says what is wrong', async (line, said) => {
    const { code, out, err } = await runCaptured(line.split(' '));
    expect([code, out, err.replace(/\s+/g, ' ')]).toEqual([2, '', expect.stringContaining(said)]);
  });

  it('tells wrong usage in JSON too', async () => {
    const { code, json, err } = await runCaptured(['case', 'contoso', '--json']);
    expect([code, err]).toEqual([2, '']);
    expect(json()).toMatchObject({
      error: { code: 'usage', message: expect.stringContaining('missing'), faults: [] },
    });
  });

  it('that no command declared cannot be asked for', () => {
    const line = parseLine(named('dlq', 'list'), []);
    expect(() => line.text('fiel')).toThrow('dlq list declares no option fiel');
  });
});

describe('help', () => {
  it('tells of every command, in 80 columns', async () => {
    const { code, out } = await runCaptured([]);
    expect(code).toBe(0);
    for (const { name } of COMMANDS) expect(out).toContain(`  ${name} `);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it.each(COMMANDS.map(({ name }) => name))('tells of %s: options, examples that parse', async (name) => {
    const { code, out } = await runCaptured(['help', ...name.split(' ')]);
    expect(code).toBe(0);
    const { command } = commandOf(name.split(' '), COMMANDS);
    for (const option of Object.keys(command.options)) expect(out).toContain(`--${option}`);
    expect(command.examples.length).toBeGreaterThan(0);
    for (const example of command.examples) {
      const words = commandOf(example.split(' '), COMMANDS);
      expect([example, words.command.name]).toEqual([example, name]);
      expect(() => parseLine(words.command, words.rest)).not.toThrow();
    }
  });
});
