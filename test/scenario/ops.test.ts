import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseFile } from '../../functions/cases-api/case-file.ts';
import { stackFileText } from '../../infra/local/stack-file.ts';
import { newCustomer, newPartner, type TestCustomer } from '../fixtures/events.ts';
import { startLoopback } from '../ops/loopback-server.ts';
import { runCaptured } from '../ops/run-captured.ts';
import { openPage } from './approval-page.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
let folder: string;
beforeAll(async () => {
  s = await startScenario();
  folder = mkdtempSync(join(tmpdir(), 'multichannel-ops-'));
  writeFileSync(join(folder, 'stack.json'), stackFileText(s.stack));
});
afterAll(async () => {
  await s?.stack.close();
  rmSync(folder, { recursive: true, force: true });
});

const QUEUE = 'subscription-events';
const file = (name: string) => join(folder, name);

/** Runs `npm run ops -- …` for the running stack. */
function ops(...args: string[]) {
  return runCaptured(args, { stackFile: file('stack.json') });
}

/** Joins the lines of a text. */
const oneLine = (text: string) => text.replace(/\s+/g, ' ');

async function opsJson<Output>(...args: string[]): Promise<Output> {
  const { json } = await ops(...args, '--json');
  return json<Output>();
}

interface DeadLettersShown {
  readonly waiting: number;
  readonly messages: { id: string; code: string; redriveHelps: boolean; event: { id: string | null } }[];
}

/** Publishes an event of an unknown partner and waits until SQS moves it to the dead-letter queue. */
async function publishUntilDead(customer: TestCustomer) {
  const event = s.events.ingested(customer);
  await s.publish(event);
  for (let receives = 0; receives < 6; receives++) await s.stack.clock.advance('PT1H');
  return event;
}

const invited = async () => {
  const { partnerId } = await s.registerPartner();
  const customer = newCustomer(partnerId);
  await s.publishAndWait(s.events.ingested(customer));
  return customer;
};

describe('a message that fails at every attempt', () => {
  it('is explained, redriven after the partner is registered, and decided', async () => {
    const { partnerId } = newPartner();
    const customer = newCustomer(partnerId);
    const { id } = await publishUntilDead(customer);

    const list = await ops('dlq', 'list');
    expect(list.code).toBe(1);
    expect(list.out).toMatch(/subscription-events-dlq +1 .*unknown-partner ×1/);

    const show = await ops('dlq', 'show', QUEUE);
    expect(show.code).toBe(1);
    expect(show.out).toContain(`subscription.ingested ${id}`);
    expect(oneLine(show.out)).toContain(`partner ${partnerId}, customer ${customer.tenantId}`);
    expect(oneLine(show.out)).toContain('The partner was not registered at any attempt.');
    expect(show.out).toContain('Register the partner (publish partner.registered), then redrive.');
    expect(show.out).not.toMatch(/fabrikam/i);

    const early = await opsJson<{ redriven: unknown[]; kept: unknown[] }>('dlq', 'redrive', QUEUE, '--yes');
    expect([early.redriven, early.kept]).toMatchObject([[], [{ code: 'unknown-partner' }]]);

    const set = ['--set', `data.partnerId=${partnerId}`];
    const registered = await ops('publish', 'partner.registered', ...set, '--wait');
    expect([registered.code, registered.out]).toEqual([
      0,
      expect.stringContaining(`partner ${partnerId} is registered`),
    ]);
    expect((await ops('dlq', 'show', QUEUE)).out).toContain('The partner is registered now. Redrive it.');

    const dry = await ops('dlq', 'redrive', QUEUE);
    expect([dry.code, dry.out]).toEqual([0, expect.stringContaining('Would send 1 message')]);
    expect(s.stack.peek(`${QUEUE}-dlq`)).toHaveLength(1);

    const redrive = await ops('dlq', 'redrive', QUEUE, '--yes');
    expect([redrive.code, redrive.out]).toEqual([0, expect.stringContaining('Sent 1 message')]);
    expect(s.stack.peek(`${QUEUE}-dlq`)).toEqual([]);
    await s.stack.idle();
    expect((await ops('dlq', 'list')).code).toBe(0);

    const shown = await ops('case', partnerId, customer.tenantId);
    expect(shown.code).toBe(0);
    expect(shown.out).toMatch(/relationship +invited · delegated-admin/);
    expect(shown.out).toMatch(/Microsoft 365 E3 +awaiting-approval +– +license-request/);
    expect(shown.out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const { case: printed } = await opsJson<{ case: CaseFile }>('case', partnerId, customer.tenantId);
    expect(printed).toEqual(await s.caseFile(customer));
  });

  it('keeps its attributes except the error code, and stays in the queue when it is shown', async () => {
    const customer = newCustomer((await s.registerPartner()).partnerId);
    const { SendMessageCommand } = await import('@aws-sdk/client-sqs');
    const StringValue = 'x';
    const attributes = ['errorCode', 'errorDetail', 'traceparent'].map((name) => [
      name,
      { DataType: 'String', StringValue },
    ]);
    for (let number = 0; number < 23; number++) {
      await s.sqs.send(
        new SendMessageCommand({
          QueueUrl: s.stack.sqs.queues[`${QUEUE}-dlq`],
          MessageBody: JSON.stringify(
            s.events.ingested(customer, {}, { id: `kept-${customer.tenantId}-${number}` }),
          ),
          MessageAttributes: Object.fromEntries(attributes),
        }),
      );
    }
    for (let time = 0; time < 2; time++) {
      const { waiting, messages } = await opsJson<DeadLettersShown>('dlq', 'show', QUEUE);
      expect([waiting, new Set(messages.map(({ id }) => id)).size]).toEqual([23, 23]);
    }
    const few = await opsJson<DeadLettersShown>('dlq', 'show', QUEUE, '--limit', '12');
    expect([few.waiting, few.messages.length]).toEqual([23, 12]);

    await s.stack.pollers.pause();
    try {
      const event = `kept-${customer.tenantId}-7`;
      expect(await opsJson('dlq', 'redrive', QUEUE, '--id', event, '--yes')).toMatchObject({
        redriven: [{ eventId: event }],
      });
      const [sent] = s.stack.peek(QUEUE);
      expect(Object.keys(sent?.messageAttributes ?? {})).toEqual(['traceparent']);
      const { redriven } = await opsJson<{ redriven: unknown[] }>(
        'dlq',
        'redrive',
        QUEUE,
        '--code',
        'x',
        '--yes',
      );
      expect(redriven).toHaveLength(22);
    } finally {
      s.stack.pollers.resume();
    }
    await s.stack.idle();
    expect((await s.caseFile(customer)).subscriptions).toHaveLength(23);
    expect((await ops('dlq', 'list')).code).toBe(0);
  });
});

describe('publish and explain', () => {
  it('an event of a file is explained, published and decided; sending it again changes nothing', async () => {
    const { partnerId } = await s.registerPartner();
    const customer = newCustomer(partnerId);
    const event = s.events.ingested(customer, { channel: 'csp', id: 'sub-1' });
    writeFileSync(file('event.json'), JSON.stringify(event, null, 2));

    const explained = await ops('explain', file('event.json'));
    expect(explained.code).toBe(0);
    expect(explained.out).toMatch(/rule +license-locked/);
    expect(explained.out).toMatch(/own-subscription +not: soldByThisPartner/);
    expect(await opsJson('explain', file('event.json'), '--fact', 'channel=ea')).toMatchObject({
      rule: 'license-request',
    });

    for (let time = 0; time < 2; time++) {
      const { code, out } = await ops('publish', '--file', file('event.json'), '--wait');
      expect([code, out]).toEqual([0, expect.stringContaining('rule license-locked')]);
    }
    expect((await s.caseFile(customer)).timeline).toHaveLength(1);
  });

  it('a faulty event is refused with every path, and no event of its file is sent', async () => {
    const { partnerId } = await s.registerPartner();
    const customer = newCustomer(partnerId);
    const bad = { ...s.events.ingested(customer), time: 'yesterday' };
    writeFileSync(
      file('bad.jsonl'),
      [s.events.ingested(customer), bad].map((one) => JSON.stringify(one)).join('\n'),
    );
    const { code, err } = await ops('publish', '--file', file('bad.jsonl'));
    expect([code, err]).toEqual([1, expect.stringMatching(/line 2 +time/)]);
    await s.stack.idle();
    expect(await s.findCase(customer)).toBeNull();
  });

  it('events of several partners come from standard input', async () => {
    const customers = await Promise.all([s.registerPartner(), s.registerPartner()]).then((partners) =>
      partners.map(({ partnerId }) => newCustomer(partnerId)),
    );
    const events = customers.flatMap((customer) =>
      Array.from({ length: 60 }, () => s.events.ingested(customer)),
    );
    const args = ['publish', '--file', '-', '--wait', '--json', '--rate', '1000'];
    const { code, json } = await runCaptured(args, {
      stackFile: file('stack.json'),
      input: JSON.stringify(events),
    });
    expect(code).toBe(0);
    const { events: sent } = json<{ events: { state: string }[] }>();
    expect(sent.map(({ state }) => state)).toEqual(events.map(() => 'decided'));
  });

  it('an event of an unknown partner: the report says so at once', async () => {
    const tenantId = newCustomer('').tenantId;
    const set = ['--set', 'data.partnerId=nobody', '--set', `data.customer.tenantId=${tenantId}`];
    const { code, out } = await ops('publish', 'subscription.ended', ...set, '--wait');
    expect([code, out]).toEqual([1, expect.stringContaining('partner nobody is not registered')]);
    expect((await ops('explain', 'subscription.ingested', ...set)).err).toContain(
      '--set data.partnerId=nobody',
    );
    for (let receives = 0; receives < 6; receives++) await s.stack.clock.advance('PT1H');
    const discard = ['dlq', 'discard', QUEUE, '--code', 'unknown-partner', '--no-copy', '--yes'];
    expect((await opsJson<{ discarded: unknown[] }>(...discard)).discarded).toHaveLength(1);
  });

  it('an erasure is sent and replayed only with --yes; an event from the future is refused', async () => {
    const customer = await invited();
    const past = new Date(s.stack.clock.now().getTime() - 1_000).toISOString();
    const erasure = { ...s.events.erased(customer), time: past };
    const later = new Date(s.stack.clock.now().getTime() + 3_600_000).toISOString();
    const ended = s.events.ingested(customer);
    writeFileSync(file('erasing.jsonl'), [erasure, ended].map((one) => JSON.stringify(one)).join('\n'));
    for (const line of [
      ['publish', '--file', file('erasing.jsonl')],
      ['replay', file('erasing.jsonl')],
      ['publish', 'customer.erased', '--set', `data.partnerId=${customer.partnerId}`],
    ]) {
      const { code, err } = await ops(...line);
      expect([line[0], code, oneLine(err)]).toEqual([
        line[0],
        1,
        expect.stringContaining('Nothing was sent; --yes sends it.'),
      ]);
      expect(err).toContain(`npm run ops -- erase ${customer.partnerId} `);
    }
    await s.stack.idle();
    expect((await s.caseFile(customer)).timeline).toHaveLength(1);
    const confirmed = await ops('replay', file('erasing.jsonl'), '--yes');
    expect(confirmed.code).toBe(0);
    writeFileSync(file('later.json'), JSON.stringify({ ...ended, id: 'later', time: later }));
    const ahead = await ops('publish', '--file', file('later.json'));
    expect([ahead.code, oneLine(ahead.err)]).toEqual([
      1,
      expect.stringContaining('time must not be more than 5 minutes ahead of our clock'),
    ]);
    await s.stack.idle();
    expect((await s.caseFile(customer)).timeline.map(({ type }) => type)).toContain('customer.erased');
  });
});

describe('discard and replay', () => {
  it('--save keeps the deleted messages; replay sends each to its right queue', async () => {
    const customer = await invited();
    const wrong = s.events.declined(customer);
    await s.send(QUEUE, JSON.stringify(wrong), '{"broken"');
    await s.stack.idle();
    const dry = await ops('dlq', 'discard', QUEUE, '--all');
    expect([dry.code, dry.out]).toEqual([0, expect.stringContaining('Would delete 2 messages')]);
    const saved = file('saved.jsonl');
    const deleted = await ops('dlq', 'discard', QUEUE, '--all', '--save', saved, '--yes');
    expect([deleted.code, s.stack.peek(`${QUEUE}-dlq`)]).toEqual([0, []]);
    expect(statSync(saved).mode & 0o077).toBe(0);
    expect(readFileSync(saved, 'utf8').trim().split('\n')).toHaveLength(2);
    const again = await ops('dlq', 'discard', QUEUE, '--all', '--save', saved, '--yes');
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('exists already')]);

    const refused = await ops('replay', saved);
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringContaining('1 of 2 events cannot be sent; none was.'),
    ]);
    for (let time = 0; time < 2; time++) expect((await ops('replay', saved, '--skip-faulty')).code).toBe(0);
    await s.stack.idle();
    const shown = await s.caseFile(customer);
    expect([shown.relationship.status, shown.timeline.filter(({ id }) => id === wrong.id).length]).toEqual([
      'declined',
      1,
    ]);
  });

  it('leaves messages that a redrive helps, and those that arrived after the dry run', async () => {
    const customer = await invited();
    const good = s.events.ingested(customer);
    await s.send(`${QUEUE}-dlq`, JSON.stringify(good), '{"broken"');
    const dry = await ops('dlq', 'discard', QUEUE, '--all', '--no-copy');
    expect(oneLine(dry.out)).toContain('Would leave 1 message that a redrive helps');
    const [, command = ''] = /npm run ops -- (dlq discard .*)$/m.exec(dry.out) ?? [];
    expect(command).toMatch(/^dlq discard subscription-events --all --until \S+Z --no-copy --yes$/);
    await s.send(`${QUEUE}-dlq`, '{"later"');
    const done = await ops(...command.split(' '));
    expect([done.code, oneLine(done.out)]).toEqual([1, expect.stringContaining('Deleted 1 message')]);
    expect(oneLine(done.out)).toContain('Left 1 message that arrived later.');
    expect(s.stack.peek(`${QUEUE}-dlq`).map(({ body }) => body)).toEqual([JSON.stringify(good), '{"later"']);

    const forced = ['dlq', 'discard', QUEUE, '--all', '--force', '--no-copy', '--yes'];
    expect([(await ops(...forced)).code, s.stack.peek(`${QUEUE}-dlq`)]).toEqual([0, []]);
  });

  it.each([
    [['--yes', '--no-copy'], 'Say which messages'],
    [['--all', '--id', 'x'], 'Say which messages'],
    [['--all', '--yes'], 'Keep a copy with --save FILE, or say --no-copy.'],
    [['--all', '--save', 'x', '--no-copy'], 'exclude each other'],
    [['--all', '--until', 'noon'], '--until takes an instant'],
  ])('%j is wrong usage', async (options, problem) => {
    const { code, err } = await ops('dlq', 'discard', QUEUE, ...options);
    expect([code, oneLine(err)]).toEqual([2, expect.stringContaining(problem)]);
  });
});

describe('an outage of the API', () => {
  it('does not stop show; redrive leaves messages whose partner it cannot look up', async () => {
    const customer = await invited();
    await s.send(`${QUEUE}-dlq`, JSON.stringify(s.events.ingested(customer)));
    const proxy = await startLoopback(async ({ method, url, body }) => {
      if (url === '/decisions') return { status: 403, body: '{"message":"Forbidden"}' };
      const response = await fetch(`${s.stack.api}${url}`, { method, ...(method === 'POST' && { body }) });
      return { status: response.status, body: await response.text() };
    });
    const description = { ...JSON.parse(stackFileText(s.stack)), api: proxy.url };
    writeFileSync(file('outage.json'), JSON.stringify(description));
    const during = ['--stack-file', file('outage.json')];
    try {
      const shown = await ops('dlq', 'show', QUEUE, ...during);
      expect([shown.code, oneLine(shown.out)]).toEqual([
        1,
        expect.stringContaining('The partner could not be looked up: The API refuses these credentials'),
      ]);
      expect(oneLine(shown.out)).toContain(`partner ${customer.partnerId}, customer ${customer.tenantId}`);
      for (const command of [
        ['redrive', QUEUE],
        ['discard', QUEUE, '--all', '--no-copy'],
      ]) {
        const done = await ops('dlq', ...command, '--yes', ...during);
        expect([done.code, oneLine(done.out)]).toEqual([1, expect.stringContaining('Left 1 message')]);
      }
    } finally {
      await proxy.close();
    }
    expect(await opsJson('dlq', 'redrive', QUEUE, '--yes')).toMatchObject({ redriven: [{}], kept: [] });
    await s.stack.idle();
    expect((await s.caseFile(customer)).subscriptions).toHaveLength(2);
  });
});

describe('relink', () => {
  it('replaces the link, shows the old and the new one, and mails the new one', async () => {
    const customer = await invited();
    const old = s.invitationLink(customer.contactEmail);
    const dry = await ops('relink', customer.partnerId, customer.tenantId);
    expect([dry.code, oneLine(dry.out)]).toEqual([
      0,
      expect.stringContaining(
        `Would invite ${customer.contactEmail} by mail. The link above stops working. Nothing was changed.`,
      ),
    ]);
    await s.stack.idle();
    expect([s.mails(customer.contactEmail).length, (await openPage(old)).status]).toEqual([1, 200]);

    const { code, out } = await ops('relink', customer.partnerId, customer.tenantId, '--yes');
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/old .* replaced[\s\S]*new .* open[\s\S]*mail sent/),
    ]);
    const fresh = s.invitationLink(customer.contactEmail);
    expect([(await openPage(old)).status, (await openPage(fresh)).status]).toEqual([410, 200]);
  });

  it('says why there is no new invitation, and refuses an unknown case', async () => {
    const customer = await invited();
    await s.publishAndWait(s.events.approved(customer, { scope: 'delegated-admin' }));
    const refused = await ops('relink', customer.partnerId, customer.tenantId, '--yes');
    expect([refused.code, refused.out]).toEqual([1, expect.stringContaining('ignored; reason already-held')]);
    const { tenantId } = newCustomer('');
    expect((await ops('relink', customer.partnerId, tenantId)).err).toContain('has no case');
    expect((await ops('relink', customer.partnerId, tenantId, '--role', 'intern')).code).toBe(2);
  });
});

describe('rotate-keys', () => {
  it('new links have the new key, open links keep working, and --retire drops a key when its links have expired', async () => {
    const customer = await invited();
    const old = s.invitationLink(customer.contactEmail);
    const before = s.stack.secrets.value(s.stack.secrets.arns()[0] ?? '');
    const dry = await ops('rotate-keys');
    expect([dry.code, dry.out]).toEqual([0, expect.stringContaining('Would add a key')]);
    expect(s.stack.secrets.value(s.stack.secrets.arns()[0] ?? '')).toBe(before);

    const done = await ops('rotate-keys', '--yes');
    expect([done.code, done.out]).toEqual([0, expect.stringMatching(/k1 +no +\d{4}-.*\nk\w{9} +yes/)]);
    for (const key of Object.values<unknown>(JSON.parse(before ?? '{}')).filter((one) => one !== 'k1'))
      expect(done.out).not.toContain(key);
    await s.stack.clock.advance('PT6M');
    const fresh = s.invitationLink((await invited()).contactEmail);
    const [, added] = /\/invitations\/(k\w{9})\./.exec(fresh) ?? [];
    expect(done.out).toContain(`signed with ${added},`);
    expect([(await openPage(old)).status, (await openPage(fresh)).status]).toEqual([200, 200]);

    const retire = ['rotate-keys', '--retire', '--invitation-days', '1', '--yes'];
    expect(await opsJson(...retire)).toMatchObject({ dropped: [] });
    await s.stack.clock.advance('P2DT1H');
    expect(await opsJson(...retire)).toMatchObject({ dropped: ['k1'], keys: [{ id: added, current: true }] });
  });
});
