import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseLine } from '../../../infra/ops/arguments.ts';
import type { Call } from '../../../infra/ops/command.ts';
import { publish } from '../../../infra/ops/commands/publish.ts';
import { CliError } from '../../../infra/ops/errors.ts';
import { checkEvents } from '../../../infra/ops/events/check-events.ts';
import { readEventsInput } from '../../../infra/ops/events/events-input.ts';
import { Api } from '../../../infra/ops/stage/api.ts';
import type { Stage } from '../../../infra/ops/stage/stage.ts';
import { Progress } from '../../../infra/ops/terminal/progress.ts';
import { CATALOGUE, definitionOf } from '../../../shared/events/catalogue.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'multichannel-given-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A call of `publish`, for a stage that is only asked what it is and what time it has. */
function call(local: boolean, ...args: string[]): Call {
  const unused = () => Promise.reject(new Error('Nothing is asked of the stage'));
  const stage = {
    name: local ? 'local' : 'prod',
    local,
    flags: local ? '' : ' --stage prod',
    api: new Api('', unused),
    now: async () => NOW,
  };
  return {
    ...parseLine(publish, args),
    // What else a stage has is not for making events.
    stage: async () => stage as unknown as Stage,
    read: async (file) => (await import('node:fs/promises')).readFile(file, 'utf8'),
    progress: new Progress({ write() {} }),
  };
}

const sets = (...settings: string[]) => settings.flatMap((setting) => ['--set', setting]);
const toSend = (local: boolean, ...args: string[]) => readEventsInput(call(local, ...args), 'send');
function dataOf({ found }: Awaited<ReturnType<typeof readEventsInput>>): object {
  const [one] = found;
  const { data } = Object(one?.value);
  return Object(data);
}

async function trouble(work: Promise<unknown>): Promise<CliError> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (error instanceof CliError) return error;
  throw new Error('no trouble was thrown');
}

describe('an event of a type, on this machine', () => {
  it('takes from the example what is not set, and tells what', async () => {
    const given = await toSend(true, 'partner.registered', ...sets('data.partnerId=northwind'));
    expect(dataOf(given)).toMatchObject({ partnerId: 'northwind', country: 'US' });
    expect(given.fromExample).toContain('data.name=Contoso Cloud Services');
    expect(given.fromExample.join()).not.toContain('partnerId');
    expect(checkEvents(given.found).faults).toEqual([]);
  });

  it('never takes whose tenant at Microsoft a partner is', async () => {
    expect(JSON.stringify(definitionOf('partner.registered')?.example)).toContain('microsoft');
    const none = await toSend(true, 'partner.registered');
    expect(dataOf(none)).not.toHaveProperty('microsoft');
    const tenantId = '0b7a3a0e-93a4-4d2f-8f0b-1c3a6b1f2d10';
    const own = await toSend(true, 'partner.registered', ...sets(`data.microsoft.tenantId=${tenantId}`));
    expect(dataOf(own)).toHaveProperty('microsoft', { tenantId });
  });
});

describe('an event of a type, for a deployed stage', () => {
  it('takes nothing from the example: what is missing is named, with a line to fill in', async () => {
    const { code, message, faults, run } = await trouble(
      toSend(false, 'partner.registered', ...sets('data.partnerId=northwind', 'data.name=North Wind')),
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

  it.each(CATALOGUE.map(({ type }) => type))('%s: nothing of the example at all', async (type) => {
    const { faults } = await trouble(toSend(false, type));
    expect(faults.map(({ path }) => path)).toContain('data.partnerId');
  });

  it('is sent when all is set, and texts stay texts', async () => {
    const settings = ['partnerId=007', 'name=7', 'country=DE', 'cloud=commercial', 'kind=direct-bill']
      .concat(
        'supportEmail=help@contoso.com',
        'notificationsEmail=desk@contoso.com',
        'microsoft.mpnId=4847383',
      )
      .concat('microsoft.tenantId=0b7a3a0e-93a4-4d2f-8f0b-1c3a6b1f2d10', 'muted=["receipt"]')
      .map((setting) => `data.${setting}`);
    const given = await toSend(false, 'partner.registered', ...sets(...settings));
    expect(checkEvents(given.found).faults).toEqual([]);
    expect(given.fromExample).toEqual([]);
    expect(dataOf(given)).toEqual({
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

  it('may be asked about with the example', async () => {
    const given = await readEventsInput(call(false, 'subscription.ingested'), 'ask');
    expect(checkEvents(given.found).faults).toEqual([]);
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
    const found = await trouble(toSend(true, 'subscription.ingested', ...sets(setting)));
    const path = setting.split('=')[0];
    expect([found.code, found.message]).toEqual(['usage', `subscription.ingested has no ${path}.`]);
    expect(found.fix).toContain(fix);
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
  ])('takes %s', async (setting) => {
    await expect(toSend(true, 'subscription.ingested', ...sets(setting))).resolves.toBeDefined();
  });

  it('is checked against each event of a file', async () => {
    const file = join(folder, 'events.json');
    const of = (type: string) => ({ specversion: '1.0', type, data: {} });
    writeFileSync(file, JSON.stringify([of('partner.registered'), of('subscription.ended')]));
    const both = await toSend(true, '--file', file, ...sets('data.partnerId=007'));
    expect(both.found.map(({ value }) => value)).toMatchObject([
      { data: { partnerId: '007' } },
      { data: { partnerId: '007' } },
    ]);
    const one = await trouble(toSend(true, '--file', file, ...sets('data.country=DE')));
    expect(one.message).toBe('subscription.ended has no data.country.');
  });
});

it('a word that can only be a file is looked for as one', async () => {
  for (const file of ['nofile.json', 'there/is/none']) {
    await expect(toSend(true, file)).rejects.toMatchObject({ code: 'ENOENT' });
  }
  expect((await trouble(toSend(true, 'subscription.ingest'))).message).toBe(
    'There is no event type subscription.ingest.',
  );
});
