import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordSesEvent } from '../../shared/mail/feedback.ts';
import { type MailDependencies, sendMail } from '../../shared/mail/send/send-mail.ts';
import { MailRejected, MailSender } from '../../shared/mail/send/ses.ts';
import { effectsOf, type MailCommand } from '../../shared/process/effects.ts';
import { LinkKeys } from '../../shared/runtime/link-keys.ts';
import type { MetricValue } from '../../shared/runtime/metric-catalogue.ts';
import { lambdaPlatform } from '../../shared/runtime/platform.ts';
import { type OutgoingMessage, Queue } from '../../shared/runtime/queue.ts';
import { type MailStatus, readMail, writeMail } from '../../shared/store/mail-store.ts';
import { registerPartner } from '../../shared/store/partner-store.ts';
import { event, ingested, NOON, partner } from '../fixtures/fold-events.ts';
import { CASE_KEY, processCase, readCase } from '../store/process-case.ts';
import { startTable } from '../store/start-table.ts';

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
let dependencies: MailDependencies;
let metrics: string[];
let leases = 0;
beforeEach(async () => {
  store = await startTable();
  metrics = [];
  fails = null;
  const meter = {
    add: (...values: readonly MetricValue[]) => {
      for (const value of values) metrics.push('of' in value ? `${value.name} ${value.of}` : value.name);
    },
  };
  dependencies = {
    table: store.table,
    outcomes: new Outcomes(),
    keys: new Keys('secret', lambdaPlatform.createClient(SecretsManagerClient, {})),
    sender: new Sender({ senderAddress: 'us@us.example', configurationSet: 'set' }, lambdaPlatform),
    baseUrl: 'https://links.example',
    now: () => NOON + 3_600_000,
    newLeaseId: () => `lease-${leases++}`,
    meter,
  };
});
afterEach(() => store.close());

/** Stores a case and returns the command to send its first invitation. */
async function invitationCommand(): Promise<MailCommand> {
  const { registeredAt: _, muted: __, ...registered } = partner;
  await registerPartner(store.table, event('partner.registered', 0, registered));
  await processCase(store.table, [ingested(0)]);
  const [entry] = (await readCase(store.table)).case.recent;
  const [command] = entry ? effectsOf(CASE_KEY, entry).mails : [];
  if (!command) throw new Error('no command for an invitation');
  return command;
}

describe('sending a mail', () => {
  test('counts a mail once, even if its command is delivered twice', async () => {
    const command = await invitationCommand();
    await sendMail(command, 'message-1', dependencies);
    expect(metrics).toEqual(['MailSent invitation', 'OutcomePublished invitation.sent']);
    await sendMail(command, 'message-1', dependencies);
    await sendMail(command, 'message-2', dependencies);
    expect(metrics).toHaveLength(2);
  });

  test('goes on at once when the answer to its own lease was lost', async () => {
    const command = await invitationCommand();
    store.loseAnswer('PutItem');
    expect(await sendMail(command, 'message-1', dependencies)).toMatchObject({ status: 'sent', attempt: 1 });
    expect(metrics).toEqual(['MailSent invitation', 'OutcomePublished invitation.sent']);
  });

  test('does not count a mail that SES rejects', async () => {
    const command = await invitationCommand();
    fails = 'ses';
    await expect(sendMail(command, 'message-1', dependencies)).rejects.toThrow(MailRejected);
    expect(metrics).toEqual([]);
  });

  test('counts a mail even if its outcome cannot be published yet', async () => {
    const command = await invitationCommand();
    fails = 'queue';
    await expect(sendMail(command, 'message-1', dependencies)).rejects.toThrow(
      'Not all effects could be sent',
    );
    expect(metrics).toEqual(['MailSent invitation']);
  });
});

describe('an SES event about a mail', () => {
  const sesEvent = (status: MailStatus) => ({ mailId: 'm-1', sesMessageId: 'ses-1', status });
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

  test('is counted once under SES’s name for it, and not at all if it arrives late', async () => {
    for (const status of ['sent', 'delivered', 'delivered', 'complained', 'bounced'] as const)
      await recordSesEvent(sesEvent(status), dependencies);
    expect(metrics).toEqual(['MailFeedback delivery', 'MailFeedback complaint']);
    expect((await readMail(store.table, 'm-1'))?.status).toBe('complained');
  });

  test('about an unknown mail is not counted', async () => {
    expect(await recordSesEvent({ ...sesEvent('bounced'), mailId: 'unknown' }, dependencies)).toBeNull();
    expect(metrics).toEqual([]);
  });
});
