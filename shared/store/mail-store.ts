import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Item, type ItemKey, itemName, type Table, text } from './table.ts';

/**
 * What became of a mail. `sending`: somebody holds the lease, or died holding it; `released`: SES surely did not take it;
 * the rest are final but for what SES reports of a `sent` one later.
 */
export type MailStatus = 'sending' | 'released' | 'sent' | 'delivered' | 'bounced' | 'complained' | 'skipped';

/** The record between the queue and SES: SES knows no idempotency token, so this is where one mail per id is kept. */
export interface MailRecord {
  readonly mailId: string;
  readonly status: MailStatus;
  readonly attempt: number;
  /** The message that holds the lease. */
  readonly holder: string;
  /** Until when the holder may be at work, in epoch milliseconds. */
  readonly leaseUntil: number;
  readonly sesMessageId: string | null;
  readonly at: number;
  /** Whose mail it is, to find the case when SES tells of a bounce. */
  readonly about: MailOwner;
}

/** The case and invitation a mail belongs to; the invitation only for mails to the customer. */
export interface MailOwner {
  readonly partnerId: string;
  readonly tenantId: string;
  readonly invitationId: string | null;
}

/** Days a record is kept: longer than any message may be delivered again. */
const KEPT_DAYS = 400;

/** Where a mail's record is kept. */
export function mailKey(mailId: string): ItemKey {
  return { pk: `MAIL#${mailId}`, sk: 'MAIL' };
}

/** The record of a mail, or `null`. */
export async function readMail(table: Table, mailId: string): Promise<MailRecord | null> {
  const key = mailKey(mailId);
  const item = (await table.get([key])).get(itemName(key.pk, key.sk));
  return item ? recordOf(mailId, item) : null;
}

/** What became of mails, by their ids; those not taken up yet are missing. One request for each 100. */
export async function readMailStatuses(
  table: Table,
  mailIds: readonly string[],
): Promise<Map<string, MailStatus>> {
  const ids = [...new Set(mailIds)];
  const items = await table.get(ids.map(mailKey));
  return new Map(
    ids.flatMap((id) => {
      const { pk, sk } = mailKey(id);
      const item = items.get(itemName(pk, sk));
      return item ? [[id, recordOf(id, item).status] as const] : [];
    }),
  );
}

/** Writes a record if the one there is still the one that was read. @returns whether it was */
export function writeMail(table: Table, record: MailRecord, read: MailRecord | null): Promise<boolean> {
  const { pk, sk } = mailKey(record.mailId);
  const item: Item = {
    pk: { S: pk },
    sk: { S: sk },
    status: { S: record.status },
    attempt: { N: String(record.attempt) },
    holder: { S: record.holder },
    leaseUntil: { N: String(record.leaseUntil) },
    at: { N: String(record.at) },
    partnerId: { S: record.about.partnerId },
    tenantId: { S: record.about.tenantId },
    ...(record.about.invitationId && { invitationId: { S: record.about.invitationId } }),
    expiresAt: { N: String(Math.floor(record.at / 1000) + KEPT_DAYS * 86_400) },
    ...(record.sesMessageId && { sesMessageId: { S: record.sesMessageId } }),
  };
  if (!read) return table.putIf(item, { ConditionExpression: 'attribute_not_exists(pk)' });
  // Holder and attempt fence off a sender that finishes after its lease was taken over (anchors §6.4).
  const values: Record<string, AttributeValue> = {
    ':status': { S: read.status },
    ':attempt': { N: String(read.attempt) },
    ':holder': { S: read.holder },
  };
  return table.putIf(item, {
    ConditionExpression: '#status = :status AND attempt = :attempt AND holder = :holder',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: values,
  });
}

function recordOf(mailId: string, item: Item): MailRecord {
  return {
    mailId,
    // Written by writeMail only.
    status: (item.status?.S ?? 'sending') as MailStatus,
    attempt: Number(item.attempt?.N),
    holder: item.holder?.S ?? '',
    leaseUntil: Number(item.leaseUntil?.N),
    sesMessageId: item.sesMessageId?.S ?? null,
    at: Number(item.at?.N),
    about: {
      partnerId: text(item.partnerId),
      tenantId: text(item.tenantId),
      invitationId: item.invitationId?.S ?? null,
    },
  };
}
