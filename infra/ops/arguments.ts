import { parseArgs } from 'node:util';
import type { Call, Command, Option } from './command.ts';
import { UsageError } from './errors.ts';
import { nearest } from './terminal/words.ts';

/** Options that every command takes. */
export const GLOBAL_OPTIONS: Readonly<Record<string, Option>> = {
  stage: { value: 'NAME', about: 'a deployed stage; without it, the local stack' },
  region: { value: 'REGION', about: 'its AWS region; else AWS_REGION or the profile’s' },
  profile: { value: 'NAME', about: 'the AWS profile; else AWS_PROFILE or the environment’s credentials' },
  'stack-file': { value: 'FILE', about: 'where the local stack is described; else .local/stack.json' },
  json: { about: 'answer in JSON; after `npm run --silent ops -- …` nothing else is printed' },
  help: { about: 'tell about the command' },
};

/** The words of a command line, told apart. */
export type ParsedLine = Pick<Call, 'positionals' | 'has' | 'text' | 'all' | 'number'>;

/** Options that stand before the command, as in `--stage prod dlq list`, and the words from the command on. */
export function optionsBefore(args: readonly string[]): {
  before: readonly string[];
  words: readonly string[];
} {
  let at = 0;
  for (let word = args[0]; word?.startsWith('--'); word = args[at]) {
    at += GLOBAL_OPTIONS[word.slice(2)]?.value === undefined ? 1 : 2;
  }
  return { before: args.slice(0, at), words: args.slice(at) };
}

/** Commands of which the first word is this one. */
export function groupOf(word: string, commands: readonly Command[]): Command[] {
  return commands.filter(({ name }) => name.startsWith(`${word} `));
}

/**
 * The command that the first words name, and the words after it.
 * @throws UsageError that suggests what may be meant
 */
export function commandOf(
  [first = '', second = '', ...others]: readonly string[],
  commands: readonly Command[],
): { command: Command; rest: readonly string[] } {
  const two = commands.find(({ name }) => name === `${first} ${second}`);
  if (two) return { command: two, rest: others };
  const one = commands.find(({ name }) => name === first);
  if (one) return { command: one, rest: second === '' ? [] : [second, ...others] };
  const group = groupOf(first, commands);
  const names = (group.length > 0 ? group : commands).map(({ name }) => name);
  if (group.length > 0 && second === '') {
    throw new UsageError(`${first} needs one more word.`, `There are ${names.join(', ')}.`);
  }
  const meant = group.length > 0 ? `${first} ${second}` : first;
  const found = nearest(meant, names);
  throw new UsageError(
    `There is no command ${meant}.`,
    found.length > 0 ? `Did you mean ${found.join(' or ')}?` : `There are ${names.join(', ')}.`,
  );
}

/** Tells words and options of a command apart. @throws UsageError naming what is wrong and what would be right */
export function parseLine(command: Command, args: readonly string[]): ParsedLine {
  const options = { ...GLOBAL_OPTIONS, ...command.options };
  const { values, positionals } = parse(command, args, options);
  const { least, most } = command.positionals;
  if (values.help === undefined && (positionals.length < least || positionals.length > most)) {
    const wrong = positionals.length < least ? 'Something is missing' : `${positionals[most]} is too much`;
    throw new UsageError(`${wrong}: ${usageOf(command)}`, `See: npm run ops -- help ${command.name}`);
  }
  const given = (name: string) => {
    if (!Object.hasOwn(options, name)) throw new Error(`${command.name} declares no option ${name}`);
    return values[name] ?? [];
  };
  const text = (name: string) =>
    given(name)
      .findLast((value) => value !== true)
      ?.toString();
  return {
    positionals,
    has: (name) => given(name).length > 0,
    text,
    all: (name) => given(name).map(String),
    number(name, { least: low, most: high, otherwise }) {
      const value = text(name);
      if (value === undefined) return otherwise;
      const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
      if (number >= low && number <= high) return number;
      throw new UsageError(`--${name} takes a whole number from ${low} to ${high}, not ${value}.`);
    },
  };
}

/** How a command is written. */
export function usageOf({ name, takes }: Command): string {
  return `npm run ops -- ${name}${takes === '' ? '' : ` ${takes}`}`;
}

type Values = Readonly<Record<string, (string | true)[] | undefined>>;

function parse(command: Command, args: readonly string[], options: Readonly<Record<string, Option>>) {
  const config = Object.fromEntries(
    Object.entries(options).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const), multiple: true },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...config, help: { type: 'boolean', multiple: true, short: 'h' } },
    });
    // All are asked for as lists, of strings or of `true`.
    const lists = values as Values;
    for (const [name, given = []] of Object.entries(lists)) {
      if (given.length > 1 && options[name]?.many !== true && options[name]?.value !== undefined)
        throw new UsageError(`--${name} may be given once only.`);
      if (given.includes('')) throw new UsageError(`--${name} is empty.`);
    }
    return { values: lists, positionals };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw unreadable(command, options, error);
  }
}

function unreadable(command: Command, options: Readonly<Record<string, Option>>, error: unknown): UsageError {
  const message = error instanceof Error ? error.message : String(error);
  const [, unknown] = /^Unknown option '--?([^']+)'/.exec(message) ?? [];
  const help = `See: npm run ops -- help ${command.name}`;
  if (unknown === undefined) return new UsageError(`${message.split('. ')[0]}.`, help);
  const [found] = nearest(unknown, Object.keys(options));
  const hint = found === undefined ? help : `Did you mean --${found}? ${help}`;
  return new UsageError(`${command.name} has no option --${unknown}.`, hint);
}
