import { Option } from '@commander-js/extra-typings';
import { describe, expect, it } from 'vitest';
import { examplesOf } from '../../infra/ops/command.ts';
import { commandsOf, createProgram, fullName } from '../../infra/ops/program.ts';
import { parseLine } from './parse-line.ts';
import { runCaptured } from './run-captured.ts';

const COMMANDS = commandsOf(createProgram(() => async () => {}));
const NAMES = COMMANDS.map(fullName);

describe('an unknown command', () => {
  it.each([
    ['pubish', 'publish'],
    ['redrive', 'dlq redrive'],
    ['dlq lst', 'dlq list'],
    ['rotate', 'rotate-keys'],
    ['exlpain', 'explain'],
  ])('%s: the error suggests %s', async (line, suggestion) => {
    const { code, err } = await runCaptured(line.split(' '));
    expect(code).toBe(2);
    expect(err).toContain(suggestion);
  });

  it('that is like no other: the error lists all commands', async () => {
    const { code, err } = await runCaptured(['xyzzy']);
    expect([code, err.replace(/\s+/g, ' ')]).toEqual([2, expect.stringContaining(NAMES.join(', '))]);
  });

  it('of a group: the error lists the group', async () => {
    const { code, err } = await runCaptured(['dlq']);
    expect(code).toBe(2);
    expect(err).toContain('dlq needs one more word');
    expect(err).toContain('dlq list, dlq show, dlq redrive, dlq discard');
  });
});

describe('options', () => {
  it('may stand anywhere, also before the command', async () => {
    for (const line of ['--json help', 'help --json', '--json help case', 'case --help --json']) {
      const { code, json } = await runCaptured(line.split(' '));
      expect([line, code, Object.keys(json<object>()).length > 0]).toEqual([line, 0, true]);
    }
    const before = await runCaptured(['--stack-file', 'other.json', 'dlq', 'list']);
    expect(before.err).toContain('No local stack is running');
  });

  it.each([
    ['publish a b', 'Too many arguments'],
    ['case contoso', "Missing required argument 'tenantId'"],
    ['case contoso 4b2a6e33-8791-4386-bd2b-0d55baf25039 --al', 'Did you mean --all?'],
    ['publish x --rate fast', '--rate takes a whole number from 1 to 10000, not fast'],
    ['publish x --rate 0', '--rate takes a whole number'],
    ['publish --file a --file b', '--file may be given once only'],
    ['publish --file', "'--file <FILE>' argument missing"],
    ['publish x --set', "'--set <PATH=VALUE>' argument missing"],
    ['relink contoso 4b2a6e33-8791-4386-bd2b-0d55baf25039 --role intern', '--role takes one of'],
    ['dlq list --region eu-central-1', '--region and --profile are for a deployed stage'],
    ['dlq list --stage Prod!', '--stage takes the name of a stage'],
    ['case conto!so 4b2a6e33-8791-4386-bd2b-0d55baf25039', 'cannot be a partner id'],
    ['case contoso 12', 'cannot be a customer’s tenant id'],
    ['publish', 'Name either an event type or a file'],
  ])('%s: wrong usage is exit code 2 with the problem', async (line, problem) => {
    const { code, out, err } = await runCaptured(line.split(' '));
    expect([code, out, err.replace(/\s+/g, ' ')]).toEqual([2, '', expect.stringContaining(problem)]);
  });

  it('wrong usage with --json is an error in JSON', async () => {
    const { code, json, err } = await runCaptured(['case', 'contoso', '--json']);
    expect([code, err]).toEqual([2, '']);
    expect(json()).toMatchObject({
      error: { code: 'usage', message: expect.stringContaining('tenantId'), faults: [] },
    });
  });
});

describe('help', () => {
  it('lists every command, in 80 columns', async () => {
    const { code, out } = await runCaptured([]);
    expect(code).toBe(0);
    for (const name of NAMES) expect(out).toContain(`  ${name} `);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it.each(NAMES)('of %s: every option, and examples that parse', async (name) => {
    const { code, out } = await runCaptured(['help', ...name.split(' ')]);
    expect(code).toBe(0);
    const command = COMMANDS.find((one) => fullName(one) === name);
    for (const option of command?.options ?? []) {
      expect(option).toBeInstanceOf(Option);
      expect(out).toContain(option.long);
    }
    const examples = examplesOf(command ?? {});
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(await parseLine(example)).toBe(name);
  });
});
