import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Session } from '../../../infra/ops/command.ts';
import { CliError } from '../../../infra/ops/errors.ts';
import { checkEvents } from '../../../infra/ops/events/check-events.ts';
import { type EventChoice, readEventsInput } from '../../../infra/ops/events/events-input.ts';
import { Api } from '../../../infra/ops/stage/api.ts';
import type { Stage } from '../../../infra/ops/stage/stage.ts';
import { Progress } from '../../../infra/ops/terminal/progress.ts';
import { CATALOGUE, definitionOf } from '../../../shared/events/catalogue.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'multichannel-events-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A session on a stage whose API is not called. */
function sessionOf(local: boolean): Session {
  const unused = () => Promise.reject(new Error('The API was called'));
  const stage = {
    name: local ? 'local' : 'prod',
    local,
    flags: local ? '' : ' --stage prod',
    api: new Api('', unused),
    now: async () => NOW,
  };
  return {
    // Reading events needs no more of a stage.
    stage: async () => stage as unknown as Stage,
    read: async (file) => (await import('node:fs/promises')).readFile(file, 'utf8'),
    progress: new Progress({ write() {} }),
  };
}

const ofType = (word: string, ...set: string[]): EventChoice => ({ word, set });
const ofFile = (file: string, ...set: string[]): EventChoice => ({ word: undefined, file, set });
const readLocal = (choice: EventChoice) => readEventsInput(sessionOf(true), choice, 'send');
const readDeployed = (choice: EventChoice) => readEventsInput(sessionOf(false), choice, 'send');
function dataOf({ found }: Awaited<ReturnType<typeof readEventsInput>>): object {
  const [one] = found;
  const { data } = Object(one?.value);
  return Object(data);
}

async function errorOf(work: Promise<unknown>): Promise<CliError> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (error instanceof CliError) return error;
  throw new Error('No error was thrown');
}

describe('a new event for the local stack', () => {
  it('takes unset values from the example, and lists them', async () => {
    const input = await readLocal(ofType('partner.registered', 'data.partnerId=northwind'));
    expect(dataOf(input)).toMatchObject({ partnerId: 'northwind', country: 'US' });
    expect(input.fromExample).toContain('data.name=Contoso Cloud Services');
    expect(input.fromExample.join()).not.toContain('partnerId');
    expect(checkEvents(input.found).faults).toEqual([]);
  });

  it('never takes the Microsoft tenant of the example partner', async () => {
    expect(JSON.stringify(definitionOf('partner.registered')?.example)).toContain('microsoft');
    const none = await readLocal(ofType('partner.registered'));
    expect(dataOf(none)).not.toHaveProperty('microsoft');
    const tenantId = '0b7a3a0e-93a4-4d2f-8f0b-1c3a6b1f2d10';
    const own = await readLocal(ofType('partner.registered', `data.microsoft.tenantId=${tenantId}`));
    expect(dataOf(own)).toHaveProperty('microsoft', { tenantId });
  });
});

describe('a new event for a deployed stage', () => {
  it('takes nothing from the example: the error lists missing fields and a command line to complete', async () => {
    const { code, message, faults, run } = await errorOf(
      readDeployed(ofType('partner.registered', 'data.partnerId=northwind', 'data.name=North Wind')),
    );
    expect([code, message]).toEqual(['usage', expect.stringContaining('partner.registered lacks 5 fields')]);
    expect(faults.map(({ path }) => path)).toEqual([
      'data.country',
      'data.cloud',
      'data.kind',
      'data.supportEmail',
      'data.notificationsEmail',
    ]);
    expect(run).toBe(
      "npm run ops -- publish partner.registered --set data.partnerId=northwind --set 'data.name=North Wind' --set 'data.country=<country>' --set data.cloud=commercial --set data.kind=direct-bill --set 'data.supportEmail=<supportEmail>' --set 'data.notificationsEmail=<notificationsEmail>' --stage prod",
    );
  });

  it.each(CATALOGUE.map(({ type }) => type))('%s: takes nothing from the example', async (type) => {
    const { faults } = await errorOf(readDeployed(ofType(type)));
    expect(faults.map(({ path }) => path)).toContain('data.partnerId');
  });

  it('is complete when all fields are set, and text stays text', async () => {
    const settings = ['partnerId=007', 'name=7', 'country=DE', 'cloud=commercial', 'kind=direct-bill']
      .concat(
        'supportEmail=help@contoso.com',
        'notificationsEmail=desk@contoso.com',
        'microsoft.mpnId=4847383',
      )
      .concat('microsoft.tenantId=0b7a3a0e-93a4-4d2f-8f0b-1c3a6b1f2d10', 'muted=["receipt"]')
      .map((setting) => `data.${setting}`);
    const input = await readDeployed(ofType('partner.registered', ...settings));
    expect(checkEvents(input.found).faults).toEqual([]);
    expect(input.fromExample).toEqual([]);
    expect(dataOf(input)).toEqual({
      partnerId: '007',
      name: '7',
      country: 'DE',
      cloud: 'commercial',
      kind: 'direct-bill',
      supportEmail: 'help@contoso.com',
      notificationsEmail: 'desk@contoso.com',
      microsoft: { mpnId: '4847383', tenantId: '0b7a3a0e-93a4-4d2f-8f0b-1c3a6b1f2d10' },
      muted: ['receipt'],
    });
  });

  it('takes values from the example if it is only explained', async () => {
    const input = await readEventsInput(sessionOf(false), ofType('subscription.ingested'), 'explain');
    expect(checkEvents(input.found).faults).toEqual([]);
  });
});

describe('--set', () => {
  it.each([
    ['partnerId=x', 'Did you mean data.partnerId?'],
    ['partnerid=x', 'Did you mean data.partnerId?'],
    ['data.tenantId=x', 'Did you mean data.customer.tenantId?'],
    ['data.partnerID=x', 'Did you mean data.partnerId?'],
    ['data.customer.contactMail=x', 'Did you mean data.customer.contactEmail'],
    ['data.country=x', 'Did you mean data.customer.country?'],
    ['data.requestedBy.role.x=1', 'Did you mean data.requestedBy.role or'],
    ['data.nothingLikeIt=1', 'Its fields are in docs/events.md.'],
    ['data.microsoft.tenantId=x', 'Did you mean data.customer.tenantId?'],
  ])('refuses %s', async (setting, fix) => {
    const error = await errorOf(readLocal(ofType('subscription.ingested', setting)));
    const path = setting.split('=')[0];
    expect([error.code, error.message]).toEqual(['usage', `subscription.ingested has no ${path}.`]);
    expect(error.fix).toContain(fix);
  });

  it.each([
    'id=mine',
    'source=/my/crm',
    'subject=x',
    'traceparent=x',
    'mytrace=1',
    'data.customer.isCspPartner=true',
    'data.subscription.seller.name=Resale',
    'data.customer.contactName=null',
    'data.customer={"tenantId":"x"}',
  ])('accepts %s', async (setting) => {
    await expect(readLocal(ofType('subscription.ingested', setting))).resolves.toBeDefined();
  });

  it('is checked against each event of a file', async () => {
    const file = join(folder, 'events.json');
    const of = (type: string) => ({ specversion: '1.0', type, data: {} });
    writeFileSync(file, JSON.stringify([of('partner.registered'), of('subscription.ended')]));
    const both = await readLocal(ofFile(file, 'data.partnerId=007'));
    expect(both.found.map(({ value }) => value)).toMatchObject([
      { data: { partnerId: '007' } },
      { data: { partnerId: '007' } },
    ]);
    const one = await errorOf(readLocal(ofFile(file, 'data.country=DE')));
    expect(one.message).toBe('subscription.ended has no data.country.');
  });
});

it('a word that can only be a file name is read as a file', async () => {
  for (const file of ['nofile.json', 'there/is/none']) {
    await expect(readLocal(ofType(file))).rejects.toMatchObject({ code: 'ENOENT' });
  }
  expect((await errorOf(readLocal(ofType('subscription.ingest')))).message).toBe(
    'There is no event type subscription.ingest.',
  );
});
