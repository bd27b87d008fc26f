import { resolve } from 'node:path';
import { runOps } from './run.ts';

// Whoever reads the output may have had enough (`… | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

/** `npm run ops -- <command>`. */
process.exitCode = await runOps(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  stackFile: resolve(import.meta.dirname, '../../.local/stack.json'),
});
