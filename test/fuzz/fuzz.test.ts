import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** For each door, what some inputs must have come to: enough went deep, and enough was refused. */
const DEPTH = {
  'subscription-events': ['processed', 'not-json', 'not-a-cloudevent', 'invalid-data', 'unknown-type'],
  'relationship-events': ['processed', 'not-json', 'not-a-cloudevent', 'invalid-data', 'wrong-queue'],
  'azure-events': ['processed', 'not-json', 'not-a-cloudevent', 'invalid-data', 'too-large'],
  'mail-feedback': ['processed', 'not-json', 'invalid-data'],
  'POST /events': ['202', '400', '415'],
  'POST /decisions': ['200', '400', '422'],
  '/invitations/{token}': ['200', '400', '404'],
  'GET /partners/{partnerId}/customers': ['200', '400', '404'],
  'POST /webhooks/partner-center': ['200', '401', '413'],
} as const;

describe('2,000 random and mutated inputs at each door', () => {
  it('get an answer, and none fails, stays in its queue or takes five seconds', {
    timeout: 120_000,
  }, async () => {
    // In processes of their own: the functions read their environment when they start.
    const { stdout } = await promisify(execFile)(process.execPath, [
      fileURLToPath(new URL('main.ts', import.meta.url)),
      '--inputs',
      '2000',
    ]);
    expect(stdout).toContain('\n0 problems.');
    for (const [door, kinds] of Object.entries(DEPTH)) {
      const row = stdout.split('\n').find((line) => line.startsWith(`${door} `)) ?? '';
      expect(row).toMatch(/ 2000 inputs /);
      for (const kind of kinds) expect(row).toMatch(new RegExp(` ${kind} \\d`));
    }
  });
});
