import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordNotice } from '../../shared/mail/feedback.ts';
import { type MailDependencies, sendMail } from '../../shared/mail/send/send-order.ts';
import { MailRejected, MailSender } from '../../shared/mail/send/ses.ts';
import { effectsOf, type MailCommand } from '../../shared/process/effects.ts';
import { LinkKeys } from '../../shared/runtime/link-keys.ts';
import type { MetricValue } from '../../shared/runtime/metric-catalogue.ts';
import { type OutgoingMessage, Queue } from '../../shared/runtime/queue.ts';
import { type MailStatus, readMail, writeMail } from '../../shared/store/mail-store.ts';
import { registerPartner } from '../../shared/store/partner-store.ts';
import { event, ingested, NOON, partner } from '../process/story.ts';
import { startTable } from '../store/start-table.ts';
import { CASE_KEY, readCase, processCase } from '../store/process-case.ts';

type QueueArgs = ConstructorParameters<typeof Queue>;
let fails: 'queue' | 'ses' | null;

class Outcomes extends Queue {
  constructor() {
    super({} as QueueArgs[0], '');
  }
  override async sendAll(messages: readonly OutgoingMessage[]) {
    return new Set(fails === 'queue' ? messages.map(({ owner }) => owner) : []);
  }
}
class Sender extends MailSender {
  override async send() {
    if (fails === 'ses') throw new MailRejected('Throttling', null);
    return 'ses-1';
  }
}
class Keys extends LinkKeys {
  override async ring() {
    return { current: 'k1', keys: new Map([['k1', 'x'.repeat(32)]]) };
  }
}

let store: Awaited<ReturnType<typeof startTable>>;
let world: MailDependencies;
let told: string[];
beforeEach(async () => {
  store = await startTable();
  told = [];
  fails = null;
  const meter = {
    add: (...readings: readonly MetricValue[]) => {
      for (const one of readings) told.push('of' in one ? `${one.name} ${one.of}` : one.name);
    },
  };
  world = {
    table: store.table,
    outcomes: new Outcomes(),
    keys: new Keys('secret'),
    sender: new Sender({ senderAddress: 'us@us.example', configurationSet: 'set' }),
    baseUrl: 'https://links.example',
    now: () => NOON + 3_600_000,
    meter,
  };
});
afterEach(() => store.close());

/** The order of the first invitation of a case that is in the table. */
async function invitationOrder(): Promise<MailCommand> {
  const { registeredAt: _, muted: __, ...registered } = partner;
  await registerPartner(store.table, event('partner.registered', 0, registered));
  await processCase(store.table, [ingested(0)]);
  const [entry] = (await readCase(store.table)).case.recent;
  const [order] = entry ? effectsOf(CASE_KEY, entry).mails : [];
  if (!order) throw new Error('no invitation was ordered');
  return order;
}

describe('mails that were sent', () => {
  test('count once, whatever is delivered twice', async () => {
    const order = await invitationOrder();
    await sendMail(order, 'message-1', world);
    expect(told).toEqual(['MailSent invitation', 'OutcomePublished invitation.sent']);
    await sendMail(order, 'message-1', world);
    await sendMail(order, 'message-2', world);
    expect(told).toHaveLength(2);
  });

  test('do not count when SES did not take them', async () => {
    const order = await invitationOrder();
    fails = 'ses';
    await expect(sendMail(order, 'message-1', world)).rejects.toThrow(MailRejected);
    expect(told).toEqual([]);
  });

  test('count also when their outcome could not be told yet', async () => {
    const order = await invitationOrder();
    fails = 'queue';
    await expect(sendMail(order, 'message-1', world)).rejects.toThrow('Not all effects could be sent');
    expect(told).toEqual(['MailSent invitation']);
  });
});

describe('what SES tells of a mail', () => {
  const notice = (status: MailStatus) => ({ mailId: 'm-1', sesMessageId: 'ses-1', status });
  beforeEach(async () => {
    await writeMail(
      store.table,
      {
        mailId: 'm-1',
        status: 'sent',
        attempt: 1,
        holder: 'message-1',
        leaseUntil: NOON,
        sesMessageId: 'ses-1',
        at: NOON,
        about: { ...CASE_KEY, invitationId: null },
      },
      null,
    );
  });

  test('counts in SES’s words, each once, and nothing that comes late', async () => {
    for (const status of ['sent', 'delivered', 'delivered', 'complained', 'bounced'] as const)
      await recordNotice(notice(status), world);
    expect(told).toEqual(['MailFeedback delivery', 'MailFeedback complaint']);
    expect((await readMail(store.table, 'm-1'))?.status).toBe('complained');
  });

  test('of somebody else’s mail does not count', async () => {
    expect(await recordNotice({ ...notice('bounced'), mailId: 'unknown' }, world)).toBeNull();
    expect(told).toEqual([]);
  });
});
