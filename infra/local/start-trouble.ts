import { UsageError } from './arguments.ts';
import { DataFolderError } from './data-folder.ts';
import { InvocationError } from './lambda/execution-environment.ts';

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
