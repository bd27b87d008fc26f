import { resolve } from 'node:path';
import { runCli } from './cli.ts';

// The reader of a pipe may stop early, as in `… | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

// `npm run ops -- <command>`
process.exitCode = await runCli(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  stackFile: resolve(import.meta.dirname, '../../.local/stack.json'),
});
