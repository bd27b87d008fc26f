import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { commandOf, groupOf, optionsBefore, parseLine } from './arguments.ts';
import type { Call, Command, Report } from './command.ts';
import { COMMANDS } from './commands/all.ts';
import { CliError, toCliError, UsageError } from './errors.ts';
import { helpFor, overview } from './help.ts';
import { openStage } from './stage/open-stage.ts';
import type { Stage } from './stage/stage.ts';
import { Progress } from './terminal/progress.ts';
import { TextOutput } from './terminal/text-output.ts';
import { visibleJson } from './terminal/visible.ts';

/** A stream of the terminal, as far as it is used. */
export interface Output {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** The surroundings of a run. */
export interface CliContext {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where a local stack describes itself, unless the command line says otherwise. */
  readonly stackFile: string;
}

/** Exit codes: well; failed, or found trouble; wrong usage. */
export type ExitCode = 0 | 1 | 2;

/**
 * Runs one command line. The report goes to standard output; progress and what went wrong to standard error, with `--json`
 * as `{"error": {code, message, fix, faults}}` to standard output too.
 * @param args what stands after `npm run ops --`
 */
export async function runOps(args: readonly string[], around: CliContext): Promise<ExitCode> {
  const json = args.includes('--json');
  const progress = new Progress(around.stderr);
  try {
    const report = await reportOf(args, around, progress);
    progress.end();
    around.stdout.write(json ? `${visibleJson(report.json)}\n` : pageOf(report, around));
    return report.ok ? 0 : 1;
  } catch (error) {
    progress.end();
    const trouble = toCliError(error);
    if (json) around.stdout.write(`${visibleJson({ error: jsonOf(trouble) })}\n`);
    else tell(trouble, around);
    return trouble instanceof UsageError ? 2 : 1;
  }
}

async function reportOf(args: readonly string[], around: CliContext, progress: Progress): Promise<Report> {
  const { before, words } = optionsBefore(args);
  const [first, ...rest] = words;
  const asksHelp = first === 'help' || first === undefined;
  const asked = (asksHelp ? rest : words).filter((word) => !word.startsWith('-') || !asksHelp);
  if (asked.length === 0) return overview(COMMANDS);
  const group = asksHelp && asked.length === 1 ? groupOf(asked[0] ?? '', COMMANDS) : [];
  if (group.length > 0) return overview(group);
  const found = commandOf(asked, COMMANDS);
  if (asksHelp) return helpFor(found.command);
  const line = parseLine(found.command, [...before, ...found.rest]);
  return line.has('help') ? helpFor(found.command) : runCommand(found.command, line, around, progress);
}

async function runCommand(
  command: Command,
  line: ReturnType<typeof parseLine>,
  around: CliContext,
  progress: Progress,
): Promise<Report> {
  let stage: Stage | undefined;
  const call: Call = {
    ...line,
    progress,
    async stage() {
      stage ??= await openStage({
        stage: line.text('stage'),
        region: line.text('region'),
        profile: line.text('profile'),
        stackFile: line.text('stack-file') ?? around.stackFile,
      });
      return stage;
    },
    read: (file) => (file === '-' ? text(around.stdin) : readText(file)),
  };
  try {
    return await command.run(call);
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
    throw new CliError('no-file', `${file} ${missing ? 'is not there' : 'cannot be read'}.`, { cause });
  }
}

function pageOf(report: Report, { stdout, env }: CliContext): string {
  const page = new TextOutput(looksOf(stdout, env));
  report.text(page);
  return page.toString();
}

/** Colours only for a person at a terminal who has not asked for none (https://no-color.org). */
function looksOf({ isTTY, columns }: Output, env: CliContext['env']) {
  const colours = isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  const asked = Number(env.COLUMNS);
  return { colours, columns: Math.max(40, columns ?? (asked > 0 ? asked : 80)) };
}

function tell({ message, fix = '', run, faults }: CliError, { stderr, env }: CliContext): void {
  const page = new TextOutput(looksOf(stderr, env));
  page.line({ text: message, tone: 'bad' });
  if (faults.length > 0) {
    const shown = faults.slice(0, 50);
    const placed = shown.some(({ place }) => place !== '');
    page.table(
      [
        ...(placed ? [{ head: 'event' }] : []),
        { head: 'path', wraps: true },
        { head: 'problem', wraps: true },
      ],
      shown.map(({ place, path, problem }) => [...(placed ? [place] : []), path, problem]),
    );
    if (faults.length > shown.length) page.line(`and ${faults.length - shown.length} more`);
  }
  if (run !== undefined) page.hint(fix, run);
  else if (fix !== '') page.line(fix);
  stderr.write(page.toString());
}

function jsonOf({ code, message, fix, run, faults }: CliError) {
  return { code, message, fix: fix ?? null, run: run ?? null, faults };
}
