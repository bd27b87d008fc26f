import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type MailRecord,
  mailKey,
  readDeliveryTimes,
  readMail,
  readMailStatuses,
  writeMail,
} from '../../shared/store/mail-store.ts';
import { itemName } from '../../shared/store/table.ts';
import { NOON, TENANT } from '../fixtures/fold-events.ts';
import { startTable } from './start-table.ts';

let store: Awaited<ReturnType<typeof startTable>>;
beforeEach(async () => {
  store = await startTable();
});
afterEach(() => store.close());

const sending: MailRecord = {
  mailId: 'm-1',
  status: 'sending',
  attempt: 1,
  holder: 'message-1',
  leaseId: 'lease-1',
  leaseUntil: NOON + 60_000,
  sesMessageId: null,
  at: NOON,
  about: { partnerId: 'contoso', tenantId: TENANT, invitationId: 'i-1' },
};
const delivered: MailRecord = {
  ...sending,
  status: 'delivered',
  sesMessageId: 'ses-1',
  deliveredAt: NOON + 5_000,
};

async function storedItem(mailId: string) {
  const { pk, sk } = mailKey(mailId);
  return (await store.table.get([{ pk, sk }])).get(itemName(pk, sk));
}

describe('the record of a mail', () => {
  test('is read as it was written', async () => {
    const letter = { ...delivered, mailId: 'm-2', about: { ...delivered.about, invitationId: null } };
    for (const record of [sending, letter]) {
      expect(await writeMail(store.table, record, null)).toBe(true);
      expect(await readMail(store.table, record.mailId)).toEqual(record);
    }
    expect(await readMail(store.table, 'm-3')).toBeNull();
  });

  test('that the product wrote before leases had an id has none', async () => {
    const { leaseId: _, ...before } = sending;
    await writeMail(store.table, before, null);
    expect(await readMail(store.table, 'm-1')).toEqual(before);
    expect(Object.keys((await storedItem('m-1')) ?? {})).not.toContain('leaseId');
  });

  test('is kept for 400 days and has no empty attributes', async () => {
    await writeMail(store.table, sending, null);
    expect(await storedItem('m-1')).toEqual({
      pk: { S: 'MAIL#m-1' },
      sk: { S: 'MAIL' },
      status: { S: 'sending' },
      attempt: { N: '1' },
      holder: { S: 'message-1' },
      leaseId: { S: 'lease-1' },
      leaseUntil: { N: String(NOON + 60_000) },
      at: { N: String(NOON) },
      partnerId: { S: 'contoso' },
      tenantId: { S: TENANT },
      invitationId: { S: 'i-1' },
      expiresAt: { N: String(NOON / 1000 + 400 * 86_400) },
    });
  });

  test('is not written over by a second first attempt', async () => {
    await writeMail(store.table, sending, null);
    expect(await writeMail(store.table, { ...sending, holder: 'message-2' }, null)).toBe(false);
    expect(await readMail(store.table, 'm-1')).toEqual(sending);
  });

  test.each([
    ['its status', { status: 'released' }],
    ['its attempt', { attempt: 2 }],
    ['its holder', { holder: 'message-2' }],
  ] as const)('is not written by a sender that read it before %s changed', async (_, change) => {
    await writeMail(store.table, { ...sending, ...change }, null);
    expect(await writeMail(store.table, delivered, sending)).toBe(false);
    expect(await readMail(store.table, 'm-1')).toEqual({ ...sending, ...change });
  });

  test('is written by the sender that holds its lease', async () => {
    await writeMail(store.table, sending, null);
    expect(await writeMail(store.table, delivered, sending)).toBe(true);
    expect(await readMail(store.table, 'm-1')).toEqual(delivered);
  });
});

test('the statuses of mails are read in one request; a mail still in its queue has none', async () => {
  await writeMail(store.table, sending, null);
  await writeMail(store.table, { ...delivered, mailId: 'm-2' }, null);
  store.counters.reset();
  expect(await readMailStatuses(store.table, ['m-1', 'm-2', 'm-2', 'm-3'])).toEqual(
    new Map([
      ['m-1', 'sending'],
      ['m-2', 'delivered'],
    ]),
  );
  expect(store.counters.snapshot().dynamodb).toEqual({ BatchGetItem: 1 });
});

test('the times of delivery are those that SES has reported', async () => {
  await writeMail(store.table, sending, null);
  await writeMail(store.table, { ...delivered, mailId: 'm-2' }, null);
  expect(await readDeliveryTimes(store.table, ['m-1', 'm-2', 'm-3'])).toEqual([NOON + 5_000]);
});

test('a record that lost its attributes counts as a mail that may have been sent', async () => {
  await store.table.write([{ pk: { S: 'MAIL#m-1' }, sk: { S: 'MAIL' } }]);
  expect(await readMail(store.table, 'm-1')).toMatchObject({
    status: 'sending',
    holder: '',
    about: { partnerId: '', tenantId: '', invitationId: null },
  });
});
