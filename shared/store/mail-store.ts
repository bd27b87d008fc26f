import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Item, type ItemKey, itemName, type Table, text } from './table.ts';

/**
 * The status of a mail. `sending`: a function holds the lease, or died holding it. `released`: SES certainly did not accept it.
 * The others are final, except that SES may report feedback on a `sent` mail later.
 */
export type MailStatus =
  | 'sending'
  | 'released'
  | 'sent'
  | 'delivered'
  | 'bounced'
  | 'complained'
  | 'rejected'
  | 'skipped';

/** The record of a mail. SES has no idempotency token, so this record makes sure that each mail id is sent once. */
export interface MailRecord {
  readonly mailId: string;
  readonly status: MailStatus;
  readonly attempt: number;
  /** The id of the message that holds the lease. */
  readonly holder: string;
  /** A random id of the lease: its holder knows its own write again when the answer was lost. Records of before have none. */
  readonly leaseId?: string | undefined;
  /** When the lease ends, in epoch milliseconds. */
  readonly leaseUntil: number;
  readonly sesMessageId: string | null;
  readonly at: number;
  /** When the mail server of the recipient accepted it, as SES reported; epoch milliseconds. */
  readonly deliveredAt?: number | undefined;
  /** Finds the case when SES reports a bounce. */
  readonly about: MailOwner;
}

/** The case and invitation a mail belongs to; the invitation only for mails to the customer. */
export interface MailOwner {
  readonly partnerId: string;
  readonly tenantId: string;
  readonly invitationId: string | null;
}

/** Days a record is kept: longer than any message may be redelivered. */
const KEPT_DAYS = 400;

/** The key of a mail's record. */
export function mailKey(mailId: string): ItemKey {
  return { pk: `MAIL#${mailId}`, sk: 'MAIL' };
}

/** Reads the record of a mail. */
export async function readMail(table: Table, mailId: string): Promise<MailRecord | null> {
  const key = mailKey(mailId);
  const item = (await table.get([key])).get(itemName(key.pk, key.sk));
  return item ? parseRecord(mailId, item) : null;
}

/** Reads the statuses of mails, by mail id; a mail still in its queue has none. 100 a request. */
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
      return item ? [[id, parseRecord(id, item).status] as const] : [];
    }),
  );
}

/** When the mails were delivered, as far as SES has reported it; epoch milliseconds. One request for up to 100. */
export async function readDeliveryTimes(table: Table, mailIds: readonly string[]): Promise<number[]> {
  const items = await table.get(mailIds.map(mailKey));
  return [...items.values()].flatMap(({ deliveredAt }) => (deliveredAt?.N ? [Number(deliveredAt.N)] : []));
}

/** Writes a record, if the stored one is unchanged since it was read. @returns whether it was written */
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
    ...(record.leaseId && { leaseId: { S: record.leaseId } }),
    ...(record.about.invitationId && { invitationId: { S: record.about.invitationId } }),
    expiresAt: { N: String(Math.floor(record.at / 1000) + KEPT_DAYS * 86_400) },
    ...(record.deliveredAt !== undefined && { deliveredAt: { N: String(record.deliveredAt) } }),
    ...(record.sesMessageId && { sesMessageId: { S: record.sesMessageId } }),
  };
  if (!read) return table.putIf(item, { ConditionExpression: 'attribute_not_exists(pk)' });
  // The condition on holder and attempt stops a sender whose lease was taken over.
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

function parseRecord(mailId: string, item: Item): MailRecord {
  return {
    mailId,
    // Only writeMail writes it.
    status: (item.status?.S ?? 'sending') as MailStatus,
    attempt: Number(item.attempt?.N),
    holder: item.holder?.S ?? '',
    ...(item.leaseId?.S && { leaseId: item.leaseId.S }),
    leaseUntil: Number(item.leaseUntil?.N),
    sesMessageId: item.sesMessageId?.S ?? null,
    at: Number(item.at?.N),
    ...(item.deliveredAt?.N && { deliveredAt: Number(item.deliveredAt.N) }),
    about: {
      partnerId: text(item.partnerId),
      tenantId: text(item.tenantId),
      invitationId: item.invitationId?.S ?? null,
    },
  };
}
