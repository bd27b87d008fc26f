import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How often the processes above are looked at, in milliseconds. */
const INTERVAL = 500;
/** npm, its shell, and one for a wrapper. */
const LEVELS = 3;

/**
 * Calls back when npm, or the shell between npm and this process, has ended. npm passes a signal to its shell only, and nothing
 * when it is killed: without this, ending `npm start` by the process ID of npm would leave the stack running.
 * Does nothing if npm did not start this process.
 */
export function whenNpmEnds(ended: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const { ppid } = process;
  const above = processesUpToNpm(ppid);
  const timer = setInterval(() => {
    // A process without its parent gets another one.
    if (process.ppid === ppid && above.every(isRunning)) return;
    clearInterval(timer);
    ended();
  }, INTERVAL);
  timer.unref();
}

/** The IDs of the processes from a parent up to npm; none if npm is not found above it. */
function processesUpToNpm(parent: number): number[] {
  const found: number[] = [];
  for (let id = parent; found.length < LEVELS && id > 1; ) {
    const { command, parentId } = describeProcess(id);
    found.push(id);
    if (/\bnpm\b/.test(command)) return found;
    id = parentId;
  }
  return [];
}

function describeProcess(id: number): { readonly command: string; readonly parentId: number } {
  try {
    if (process.platform === 'linux') {
      const command = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const status = readFileSync(`/proc/${id}/status`, 'utf8');
      return { command, parentId: Number(/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? 0) };
    }
    const [, parentId = '0', command = ''] =
      /^\s*(\d+)\s+(.*)/s.exec(
        execFileSync('ps', ['-o', 'ppid=,command=', '-p', String(id)], { encoding: 'utf8' }),
      ) ?? [];
    return { command, parentId: Number(parentId) };
  } catch {
    return { command: '', parentId: 0 };
  }
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // It runs as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
