import type { Stage } from './stage/stage.ts';
import type { Progress } from './terminal/progress.ts';
import type { TextOutput } from './terminal/text-output.ts';

/** An option of a command, as help tells it. */
export interface Option {
  /** Name of the value it takes; without one it is a switch. */
  readonly value?: string;
  /** May be given more than once. */
  readonly many?: boolean;
  readonly about: string;
}

/** What a command found out or did. */
export interface Report {
  /** Whether all is well; decides between exit codes 0 and 1. */
  readonly ok: boolean;
  /** For `--json`; its shape stays. */
  readonly json: Readonly<Record<string, unknown>>;
  /** The same for a person. */
  text(page: TextOutput): void;
}

/** What a command was called with. */
export interface Call {
  readonly positionals: readonly string[];
  /** Whether a switch was given. */
  has(option: string): boolean;
  /** An option's value. */
  text(option: string): string | undefined;
  /** All values of an option that may be given more than once. */
  all(option: string): readonly string[];
  /** An option's number. @throws UsageError when it is none, or below `least` or above `most` */
  number(option: string, bounds: { least: number; most: number; otherwise: number }): number;
  /** The stage the command is for; opened when first asked for. @throws CliError */
  stage(): Promise<Stage>;
  /** A file's text; `-` is standard input. @throws CliError */
  read(file: string): Promise<string>;
  readonly progress: Progress;
}

/** One command of the line. */
export interface Command {
  /** One word or two: `case`, `dlq show`. */
  readonly name: string;
  /** What goes between its name and its options, such as `<partnerId> <tenantId>`. */
  readonly takes: string;
  /** How many words that are. */
  readonly positionals: { readonly least: number; readonly most: number };
  /** One sentence, without a full stop. */
  readonly summary: string;
  /** What help tells beyond that: paragraphs. */
  readonly about: readonly string[];
  readonly options: Readonly<Record<string, Option>>;
  /** What stands after `npm run ops -- `. */
  readonly examples: readonly string[];
  run(call: Call): Promise<Report>;
}
