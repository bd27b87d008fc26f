import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { DataFolderError } from './data-folder.ts';
import { InvocationError } from './lambda/execution-environment.ts';

/** The flags of `npm start -- …`. */
export interface StartFlags {
  readonly port: number;
  readonly samples: boolean;
  readonly dataDir: string | undefined;
  readonly quiet: boolean;
  readonly help: boolean;
}

/** A flag that does not exist or has a wrong value; the message says what is allowed. */
export class UsageError extends Error {
  readonly code = 'argument';
}

/** What `--help` prints. */
export function usage(): string {
  return startCommand().helpInformation();
}

/** Reads the flags after `--`. @throws UsageError naming the flag and the values it allows */
export function parseStartFlags(args: readonly string[]): StartFlags {
  const command = startCommand();
  try {
    command.parse(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) throw new UsageError(usageMessage(error));
    throw error;
  }
  const [unexpected] = command.args;
  if (unexpected !== undefined) throw new UsageError(`${unexpected} is not a flag. Try --help.`);
  const { port, samples, data, quiet = false, help = false } = command.opts<CommandOptions>();
  return { port, samples, dataDir: data, quiet, help };
}

interface CommandOptions {
  readonly port: number;
  readonly samples: boolean;
  readonly data?: string;
  readonly quiet?: boolean;
  readonly help?: boolean;
}

function startCommand(): Command {
  return new Command('npm start --')
    .usage('[flags]')
    .description('Runs the whole product on this machine, from the synthesized template.')
    .option('--port <n>', 'port of the API and the console; 0 takes any', parsePort, 8080)
    .option('--no-samples', 'do not publish the sample events')
    .option('--data <dir>', 'keep all state in this folder across restarts (default: in memory)', parseFolder)
    .option('--quiet', 'print the address only')
    .helpOption(false)
    .option('-h, --help', 'print this')
    .allowExcessArguments()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError(`--port takes a number from 0 to 65535, not ${JSON.stringify(text)}`);
}

/** Refuses a value that is a flag: commander takes it, and `--data --quiet` has lost its folder. */
function parseFolder(text: string): string {
  if (text !== '' && !text.startsWith('-')) return text;
  throw new InvalidArgumentError('--data takes the path of a folder');
}

/** Commander's message as one sentence, without its prefixes. */
function usageMessage({ code, message }: CommanderError): string {
  if (code === 'commander.invalidArgument') return message.replace(/^.* is invalid\. /s, '');
  const [problem = '', hint] = message.replace(/^error: /, '').split('\n');
  const sentence = problem.slice(0, 1).toUpperCase() + problem.slice(1);
  return `${sentence}${hint === undefined ? '' : ` ${hint}`}. Try --help.`;
}

/** The message that `npm start` ends with, and its exit code: 2 for wrong usage, else 1. */
export interface StartFailure {
  readonly message: string;
  readonly exitCode: 1 | 2;
}

/** Describes the error that ended `npm start`. Only an unexpected error comes with its stack trace. */
export function describeStartFailure(error: unknown): StartFailure {
  if (error instanceof UsageError) return { message: error.message, exitCode: 2 };
  return { message: messageFor(error), exitCode: 1 };
}

/** Ends the process with the message and the exit code of an error. */
export function exitWithError(error: unknown): never {
  const { message, exitCode } = describeStartFailure(error);
  process.stderr.write(`${message}\n`);
  process.exit(exitCode);
}

function messageFor(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof DataFolderError) return `--data: ${error.message}.`;
  if (error instanceof InvocationError) return error.message;
  // esbuild's message names file and line.
  if ('errors' in error && error.message.startsWith('Build failed')) return error.message;
  const code = 'syscall' in error && error.syscall === 'listen' && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return 'The port is taken. Choose another with --port N, or 0 for any.';
  if (code === 'EACCES') return 'The port needs special permissions. Choose one above 1023 with --port N.';
  return error.stack ?? error.message;
}
