import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');

it.each(['SIGTERM', 'SIGKILL'] as const)(
  'ending npm by its process id with %s ends the stack that it started',
  async (signal) => {
    const args = ['start', '--silent', '--', '--port', '0', '--no-samples', '--quiet'];
    const npm = spawn('npm', args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    const closed = once(npm.stdout, 'close');
    const [api] = (await once(createInterface({ input: npm.stdout }), 'line')) as [string];
    expect((await fetch(`${api}/health`)).status).toBe(200);
    npm.kill(signal);
    // npm, its shell and the stack hold this pipe: it closes when the last of them is gone.
    await closed;
    await expect(fetch(`${api}/health`)).rejects.toThrow();
  },
);
