import { parseArgs } from 'node:util';
import { DataFolderError } from './data-folder.ts';
import { InvocationError } from './lambda/execution-environment.ts';

/** What `npm start -- …` asked for. */
export interface StartFlags {
  readonly port: number;
  readonly samples: boolean;
  readonly dataDir: string | undefined;
  readonly quiet: boolean;
  readonly help: boolean;
}

/** A flag that cannot be understood; the message says what would be. */
export class UsageError extends Error {
  readonly code = 'argument';
}

export const usage = `npm start -- [flags]   runs the whole product on this machine, from the synthesized template

  --port N       port of the API and the console (default 8080; 0 takes any)
  --no-samples   do not publish the sample events
  --data DIR     keep all state in DIR across restarts (default: in memory)
  --quiet        print the address only
  --help         print this
`;

/** Reads the flags after `--`. @throws ArgumentError naming the flag and what it takes */
export function parseStartFlags(args: readonly string[]): StartFlags {
  const { values, positionals } = parse(args);
  if (positionals.length > 0) throw new UsageError(`${positionals[0]} is no flag; try --help`);
  const text = values.port ?? '8080';
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535))
    throw new UsageError(`--port takes a number from 0 to 65535, not ${JSON.stringify(text)}`);
  if (values.data === '') throw new UsageError('--data takes the path of a folder');
  return {
    port,
    samples: values['no-samples'] !== true,
    dataDir: values.data,
    quiet: values.quiet === true,
    help: values.help === true,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        'no-samples': { type: 'boolean' },
        data: { type: 'string' },
        quiet: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // Node's second sentence tells of positional arguments, of which there are none.
    const [said] = (error instanceof Error ? error.message : String(error)).split(/\.\s/);
    throw new UsageError(`${said}. Try --help.`);
  }
}

/** What `npm start` says when it ends itself, and the exit code: 2 for wrong usage, else 1. */
export interface StartFailure {
  readonly message: string;
  readonly exitCode: 1 | 2;
}

/** Words for what ended `npm start`. A stack trace is for what nobody expected. */
export function describeStartFailure(error: unknown): StartFailure {
  if (error instanceof UsageError) return { message: error.message, exitCode: 2 };
  return { message: messageFor(error), exitCode: 1 };
}

function messageFor(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof DataFolderError) return `--data: ${error.message}.`;
  if (error instanceof InvocationError) return error.message;
  // esbuild's: it names file and line itself.
  if ('errors' in error && error.message.startsWith('Build failed')) return error.message;
  const code = 'syscall' in error && error.syscall === 'listen' && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return 'The port is taken. Choose another with --port N, or 0 for any.';
  if (code === 'EACCES') return 'The port is not for everybody. Choose one above 1023 with --port N.';
  return error.stack ?? error.message;
}
