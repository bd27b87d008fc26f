import { UsageError } from './errors.ts';
import type { Stage } from './stage/stage.ts';
import type { Progress } from './terminal/progress.ts';
import type { TextOutput } from './terminal/text-output.ts';

/** The result of a command. */
export interface Report {
  /** Whether all is well: exit code 0, or else 1. */
  readonly ok: boolean;
  /** The result for programs (`--json`). Others rely on its shape. */
  readonly json: Readonly<Record<string, unknown>>;
  /** Prints the same for a person. */
  text(output: TextOutput): void;
}

/** What a command works with. */
export interface Session {
  /** Opens the stage that the global options name; the same one for each call. @throws CliError */
  stage(): Promise<Stage>;
  /** Reads a file; `-` is standard input. @throws CliError */
  read(file: string): Promise<string>;
  readonly progress: Progress;
}

/**
 * Turns the work of a command into a commander action. The work gets the session, then what commander passes: the arguments,
 * the options and the command.
 */
export type ActionOf = <Args extends unknown[]>(
  work: (session: Session, ...args: Args) => Promise<Report>,
) => (...args: Args) => Promise<void>;

// Parsers of option values. They throw UsageError, whose message names the option.

/** Accepts a text that is not empty, once. */
export function oneText(option: string): (value: string, previous: string | undefined) => string {
  return (value, previous) => {
    if (previous !== undefined) throw new UsageError(`--${option} may be given once only.`);
    if (value === '') throw new UsageError(`--${option} is empty.`);
    return value;
  };
}

/** Accepts several texts that are not empty. */
export function manyTexts(option: string): (value: string, previous: string[] | undefined) => string[] {
  return (value, previous = []) => {
    if (value === '') throw new UsageError(`--${option} is empty.`);
    return [...previous, value];
  };
}

/** Accepts a whole number from `least` to `most`. */
export function wholeNumber(option: string, least: number, most: number): (value: string) => number {
  return (value) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new UsageError(`--${option} takes a whole number from ${least} to ${most}, not ${value}.`);
  };
}

/** Accepts one of a few words. */
export function oneOf<Word extends string>(option: string, words: readonly Word[]): (value: string) => Word {
  return (value) => {
    const word = words.find((known) => known === value);
    if (word !== undefined) return word;
    throw new UsageError(`--${option} takes one of ${words.join(', ')}, not ${value}.`);
  };
}

const examples = new WeakMap<object, readonly string[]>();

/** Keeps example command lines for a command's help, each without `npm run ops --`. */
export function withExamples<Command extends object>(command: Command, ...lines: readonly string[]): Command {
  examples.set(command, lines);
  return command;
}

/** The examples of a command. */
export function examplesOf(command: object): readonly string[] {
  return examples.get(command) ?? [];
}
