import * as z from 'zod/mini';
import { fromMillis } from '../events/instant.ts';
import type { MailFailed } from '../events/internal-events.ts';
import { MAIL_KINDS, type MailKind } from '../events/vocabulary.ts';
import { RefusedInput } from '../runtime/errors.ts';
import type { Meter } from '../runtime/metric-catalogue.ts';
import { type MailRecord, type MailStatus, readMail, writeMail } from '../store/mail-store.ts';
import type { Table } from '../store/table.ts';

/** The part of SES's event publishing record that is used. */
const sesEvent = z.object({
  eventType: z.string(),
  mail: z.object({
    messageId: z.string(),
    tags: z.optional(z.record(z.string(), z.array(z.string()))),
    destination: z.optional(z.array(z.string())),
  }),
  bounce: z.optional(z.object({ bounceType: z.string() })),
  delivery: z.optional(z.object({ timestamp: z.optional(z.string()) })),
  complaint: z.optional(z.object({ complaintFeedbackType: z.nullish(z.string()) })),
});

/** What SES sends in plain text to a new event destination, to check the topic. It is about no mail. */
const GREETING = /^Successfully validated SNS topic for Amazon SES event publishing\.\s*$/;

/**
 * Feedback types of complaints that do not mean that the customer wants no mail (RFC 6430; RFC 6591): the customer
 * marked the mail as wanted, or a server reports a failed authentication.
 */
const NO_COMPLAINT: ReadonlySet<string> = new Set(['not-spam', 'auth-failure']);

/** An event that SES publishes about one of our mails. */
export interface SesMailEvent {
  readonly mailId: string;
  readonly kind: string;
  /** The recipient. Our mails have one each. */
  readonly address: string;
  readonly sesMessageId: string;
  readonly status: MailStatus;
  /** When the recipient's mail server accepted the mail, if this is a delivery; epoch milliseconds. */
  readonly deliveredAt?: number | undefined;
}

/**
 * Parses an SES event publishing record, delivered by SNS with raw message delivery.
 * @returns `null` for an event that is not about a mail of ours, or of a type that we do not subscribe to
 * @throws RefusedInput when the body is not such a record
 */
export function parseSesEvent(body: string): SesMailEvent | null {
  if (GREETING.test(body)) return null;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new RefusedInput('not-json', 'an SES event must be JSON');
  }
  const parsed = z.safeParse(sesEvent, value);
  if (!parsed.success) throw new RefusedInput('invalid-data', 'not an SES event');
  const { eventType, mail, bounce, complaint, delivery } = parsed.data;
  const mailId = mail.tags?.mailId?.[0];
  const status = statusOf(eventType, bounce?.bounceType, complaint?.complaintFeedbackType);
  if (!mailId || !status) return null;
  const kind = mail.tags?.kind?.[0] ?? '';
  const deliveredAt = Date.parse(delivery?.timestamp ?? '');
  return {
    mailId,
    kind,
    address: mail.destination?.[0] ?? '',
    sesMessageId: mail.messageId,
    status,
    ...(Number.isFinite(deliveredAt) && { deliveredAt }),
  };
}

/** The status that an event proves. Even a transient bounce proves that SES has the mail. */
function statusOf(
  eventType: string,
  bounceType: string | undefined,
  feedbackType: string | null | undefined,
): MailStatus | undefined {
  switch (eventType) {
    case 'Send':
      return 'sent';
    case 'Delivery':
      return 'delivered';
    case 'Bounce':
      return bounceType === 'Permanent' ? 'bounced' : 'sent';
    case 'Complaint':
      return NO_COMPLAINT.has(feedbackType ?? '') ? 'sent' : 'complained';
    // SES accepted the mail, then found a virus in it and did not send it.
    case 'Reject':
      return 'rejected';
    default:
      return undefined;
  }
}

/** The stages of a mail. An event of an earlier stage does not change the record. */
const STAGES: readonly MailStatus[] = [
  'skipped',
  'sending',
  'released',
  'sent',
  'delivered',
  'rejected',
  'bounced',
  'complained',
];

/** The metric dimension of each counted status, in SES's words. */
const COUNTED: ReadonlyMap<MailStatus, string> = new Map([
  ['delivered', 'delivery'],
  ['bounced', 'bounce'],
  ['complained', 'complaint'],
  ['rejected', 'reject'],
]);

/**
 * Records the status that SES published. This also settles an attempt whose sender stopped before it recorded the end.
 * @returns the record after the event; `null` if the mail is unknown
 */
export async function recordSesEvent(
  {
    mailId,
    sesMessageId,
    status,
    deliveredAt,
  }: Pick<SesMailEvent, 'mailId' | 'sesMessageId' | 'status' | 'deliveredAt'>,
  { table, meter }: { readonly table: Table; readonly meter: Meter },
): Promise<MailRecord | null> {
  for (;;) {
    const known = await readMail(table, mailId);
    if (!known || STAGES.indexOf(known.status) >= STAGES.indexOf(status)) return known;
    const next = { ...known, status, sesMessageId, ...(deliveredAt !== undefined && { deliveredAt }) };
    if (!(await writeMail(table, next, known))) continue;
    const counted = COUNTED.get(status);
    if (counted) meter.add({ name: 'MailFeedback', of: counted });
    return next;
  }
}

/** The kinds of mail that go to the partner. All others go to the customer. */
const TO_PARTNER: ReadonlySet<MailKind> = new Set(['notice', 'work-order']);

/**
 * Makes the event for the case when one of its mails failed for good.
 * @param now epoch milliseconds
 * @returns `null` when nothing failed, or the mail is of an unknown kind
 */
export function mailFailedEvent(
  { status, mailId, kind, address }: SesMailEvent,
  record: MailRecord,
  now: number,
): MailFailed | null {
  const { partnerId, tenantId, invitationId } = record.about;
  const mailKind = MAIL_KINDS.find((one) => one === kind);
  if (!mailKind || (status !== 'bounced' && status !== 'complained' && status !== 'rejected')) return null;
  const recipient = TO_PARTNER.has(mailKind) ? 'partner' : 'customer';
  const saysNothingOfAddress = recipient === 'partner' || status === 'rejected';
  const isLetter = mailKind === 'inform-current-partner';
  return {
    id: `${mailId}-${status}`,
    source: `/multichannel-support/${partnerId}/mail`,
    type: 'mail.failed',
    time: fromMillis(now),
    data: {
      partnerId,
      customer: { tenantId },
      invitationId,
      ...(saysNothingOfAddress && { mail: { id: mailId, kind: mailKind, recipient } }),
      ...(isLetter && !saysNothingOfAddress && { address }),
      why: status,
    },
    extensions: {},
  };
}
