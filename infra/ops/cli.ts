import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { CommanderError } from 'commander';
import type { ActionOf, Report, Session } from './command.ts';
import { CliError, toCliError, UsageError } from './errors.ts';
import { commandsOf, createProgram, fullName, type GlobalOptions } from './program.ts';
import { openStage } from './stage/open-stage.ts';
import type { Stage } from './stage/stage.ts';
import { Progress } from './terminal/progress.ts';
import { TextOutput, visibleJson } from './terminal/text-output.ts';
import { nearest } from './terminal/words.ts';

/** The parts of a terminal's stream that are used. */
export interface Output {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** The environment of a run. */
export interface CliContext {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The file in which a local stack describes itself, unless `--stack-file` names another. */
  readonly stackFile: string;
}

/** 0: all is well. 1: the command failed or found a problem. 2: wrong usage. */
export type ExitCode = 0 | 1 | 2;

/**
 * Runs one command line. The report goes to standard output. Progress and errors go to standard error; with `--json`,
 * errors go to standard output as `{"error": {code, message, fix, run, faults}}`.
 * @param args the words after `npm run ops --`
 */
export async function runCli(args: readonly string[], context: CliContext): Promise<ExitCode> {
  const json = args.includes('--json');
  const progress = new Progress(context.stderr);
  try {
    const report = await reportOf(args, context, progress, json);
    progress.end();
    if (typeof report === 'string') {
      context.stdout.write(report);
      return 0;
    }
    context.stdout.write(json ? `${visibleJson(report.json)}\n` : formatReport(report, context));
    return report.ok ? 0 : 1;
  } catch (error) {
    progress.end();
    const cliError = toCliError(error);
    if (json) context.stdout.write(`${visibleJson({ error: errorJson(cliError) })}\n`);
    else printError(cliError, context);
    return cliError instanceof UsageError ? 2 : 1;
  }
}

/** Runs the command. @returns its report, or the text of a help page */
async function reportOf(
  args: readonly string[],
  context: CliContext,
  progress: Progress,
  json: boolean,
): Promise<Report | string> {
  let report: Report | undefined;
  const action: ActionOf =
    (work) =>
    async (...rest) => {
      report = await runInSession(program.opts(), context, progress, (session) => work(session, ...rest));
    };
  const program = createProgram(action, { json });
  const { columns, colors } = styleOf(context.stdout, context.env);
  let help = '';
  // commander writes help by these. It must not write errors: they are printed in one place, above.
  const addHelp = (part: string) => {
    help += part;
  };
  const output = {
    writeOut: addHelp,
    writeErr: addHelp,
    outputError: () => {},
    getOutHelpWidth: () => columns,
    getErrHelpWidth: () => columns,
    getOutHasColors: () => colors,
    getErrHasColors: () => colors,
  };
  for (const command of everyCommand(program)) command.configureOutput(output);
  try {
    await program.parseAsync(withoutHelpWord(args), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const isHelp = error.code === 'commander.helpDisplayed' || error.code === 'commander.help';
    if (isHelp && (error.exitCode === 0 || program.args.length === 0)) return help;
    throw usageErrorOf(error, program);
  }
  if (!report) throw new Error('The command made no report');
  return report;
}

function everyCommand(command: CommandUnknownOpts): CommandUnknownOpts[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** `help dlq show` means `dlq show --help`: commander's own help command knows one word only. */
function withoutHelpWord(args: readonly string[]): string[] {
  const at = args.findIndex((word) => !word.startsWith('-'));
  return args[at] === 'help' ? [...args.slice(0, at), ...args.slice(at + 1), '--help'] : [...args];
}

/** A usage error in our words, with a suggestion. */
function usageErrorOf({ code, message }: CommanderError, program: CommandUnknownOpts): UsageError {
  const names = commandsOf(program).map(fullName);
  const words = program.args.filter((word) => !word.startsWith('-'));
  if (code === 'commander.unknownCommand' || code === 'commander.help') {
    const group = names.filter((name) => name.startsWith(`${words[0]} `));
    const meant = group.length > 0 ? words.slice(0, 2).join(' ') : (words[0] ?? '');
    const found = code === 'commander.help' ? [] : nearest(meant, group.length > 0 ? group : names);
    return new UsageError(
      code === 'commander.help' ? `${meant} needs one more word.` : `There is no command ${meant}.`,
      found.length > 0
        ? `Did you mean ${found.join(' or ')}?`
        : `The commands are ${(group.length > 0 ? group : names).join(', ')}.`,
    );
  }
  const command = names.find((name) => words.join(' ').startsWith(name)) ?? '<command>';
  const [problem = '', ...suggestion] = message.replace(/^error: /, '').split('\n');
  const sentence = `${problem.charAt(0).toUpperCase()}${problem.slice(1)}${/[.?!]$/.test(problem) ? '' : '.'}`;
  const hint = suggestion.map((line) => line.replace(/^\((.*)\)$/, '$1 '));
  return new UsageError(sentence, `${hint.join('')}See: npm run ops -- help ${command}`);
}

async function runInSession(
  { stage: name, region, profile, stackFile }: GlobalOptions,
  context: CliContext,
  progress: Progress,
  work: (session: Session) => Promise<Report>,
): Promise<Report> {
  let stage: Stage | undefined;
  const session: Session = {
    progress,
    async stage() {
      stage ??= await openStage({ stage: name, region, profile, stackFile: stackFile ?? context.stackFile });
      return stage;
    },
    read: (file) => (file === '-' ? text(context.stdin) : readText(file)),
  };
  try {
    return await work(session);
  } finally {
    stage?.sqs.destroy();
    stage?.secrets.destroy();
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new CliError('no-file', `${file} ${missing ? 'does not exist' : 'cannot be read'}.`, { cause });
  }
}

function formatReport(report: Report, { stdout, env }: CliContext): string {
  const output = new TextOutput(styleOf(stdout, env));
  report.text(output);
  return output.toString();
}

/** Colours only on a terminal, and not if the person wants none (https://no-color.org). */
function styleOf({ isTTY, columns }: Output, env: CliContext['env']) {
  const colors = isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  const fromEnv = Number(env.COLUMNS);
  return { colors, columns: Math.max(40, columns ?? (fromEnv > 0 ? fromEnv : 80)) };
}

/** The most faults that an error lists for a person. */
const FAULTS_SHOWN = 50;

function printError({ message, fix = '', run, faults }: CliError, { stderr, env }: CliContext): void {
  const output = new TextOutput(styleOf(stderr, env));
  output.line({ text: message, tone: 'bad' });
  if (faults.length > 0) {
    const shown = faults.slice(0, FAULTS_SHOWN);
    const hasPlaces = shown.some(({ place }) => place !== '');
    output.table(
      [
        ...(hasPlaces ? [{ head: 'event' }] : []),
        { head: 'path', wraps: true },
        { head: 'problem', wraps: true },
      ],
      shown.map(({ place, path, problem }) => [...(hasPlaces ? [place] : []), path, problem]),
    );
    if (faults.length > shown.length) output.line(`and ${faults.length - shown.length} more`);
  }
  if (run !== undefined) output.hint(fix, run);
  else if (fix !== '') output.line(fix);
  stderr.write(output.toString());
}

function errorJson({ code, message, fix, run, faults }: CliError) {
  return { code, message, fix: fix ?? null, run: run ?? null, faults };
}
