import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseFile } from '../../functions/cases-api/case-file.ts';
import { stackFileText } from '../../infra/local/stack-file.ts';
import { runCaptured } from '../ops/run-captured.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
let folder: string;
beforeAll(async () => {
  s = await startScenario();
  folder = mkdtempSync(join(tmpdir(), 'multichannel-smoke-'));
  writeFileSync(join(folder, 'stack.json'), stackFileText(s.stack));
});
afterAll(async () => {
  await s?.stack.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Smoke {
  readonly ok: boolean;
  readonly partnerId: string;
  readonly tenantId: string;
  readonly steps: { step: string; ok: boolean; saw: string }[];
}

const smoke = (...args: string[]) =>
  runCaptured(['smoke', ...args], { stackFile: join(folder, 'stack.json') });

it('a stage that works: every step succeeds, and no personal data of the customer remains', async () => {
  const { code, json } = await smoke('--json');
  const { steps, ...result } = json<Smoke>();
  expect(steps.filter(({ ok }) => !ok)).toEqual([]);
  expect([code, result.ok, steps.map(({ saw }) => saw)]).toEqual([
    0,
    true,
    [
      s.stack.api,
      result.partnerId,
      'license-request',
      'invited',
      expect.stringMatching(/sent|delivered/),
      'no name, no address',
    ],
  ]);
  expect(s.mails('success@simulator.amazonses.com').map(({ kind }) => kind)).toContain('invitation');
  const { customer, subscriptions }: CaseFile = await s.caseFile(result);
  expect([customer.name, customer.contactEmail, subscriptions]).toEqual([null, null, []]);
  const text = (await smoke()).out;
  expect(text).toContain('Stage local works.');
  expect(text).toMatch(/Partner smoke-\w+ stays registered\./);
});

it('a stage that cannot send mail: the report names the failed step, and the customer is erased', async () => {
  s.stack.faults.ses({ mode: 'throttle', times: 1000 });
  const { code, json } = await smoke('--json', '--timeout', '2');
  const { steps, ...result } = json<Smoke>();
  expect([code, result.ok, steps.filter(({ ok }) => !ok)]).toEqual([
    1,
    false,
    [expect.objectContaining({ step: 'the invitation is mailed', saw: 'the mail is not sent after 2 s' })],
  ]);
  expect(steps.at(-1)).toMatchObject({ step: 'the customer is erased', ok: true });
  expect((await s.caseFile(result)).customer.contactEmail).toBeNull();
});
