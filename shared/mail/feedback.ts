import * as z from 'zod/mini';
import { fromMillis } from '../events/instant.ts';
import type { MailFailed } from '../events/internal-events.ts';
import { RefusedInput } from '../runtime/errors.ts';
import type { Meter } from '../runtime/metric-catalogue.ts';
import { type MailRecord, type MailStatus, readMail, writeMail } from '../store/mail-store.ts';
import type { Table } from '../store/table.ts';

/** The part of SES's event publishing JSON that is used; everything else is left alone. */
const notice = z.object({
  eventType: z.string(),
  mail: z.object({
    messageId: z.string(),
    tags: z.optional(z.record(z.string(), z.array(z.string()))),
    destination: z.optional(z.array(z.string())),
  }),
  bounce: z.optional(z.object({ bounceType: z.string() })),
});

/** What SES tells of a mail. */
export interface SesMailEvent {
  readonly mailId: string;
  readonly kind: string;
  /** Where it went; ours have one recipient each. */
  readonly address: string;
  readonly sesMessageId: string;
  readonly status: MailStatus;
}

/** Rising: news of an earlier stage takes nothing back. */
const ORDER: readonly MailStatus[] = [
  'skipped',
  'sending',
  'released',
  'sent',
  'delivered',
  'bounced',
  'complained',
];

/** What is counted of what SES tells, in SES's words. */
const REPORTED: ReadonlyMap<MailStatus, string> = new Map([
  ['delivered', 'delivery'],
  ['bounced', 'bounce'],
  ['complained', 'complaint'],
]);

/**
 * Reads a notice of SES (event publishing, by SNS with raw delivery). A bounce that may pass by itself tells nothing.
 * @returns `null` for a notice that tells nothing of our mails
 * @throws Refused when it is no notice
 */
export function parseSesEvent(body: string): SesMailEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new RefusedInput('not-json', 'notice must be JSON');
  }
  const parsed = z.safeParse(notice, value);
  if (!parsed.success) throw new RefusedInput('invalid-data', 'not a notice of SES');
  const { eventType, mail, bounce } = parsed.data;
  const mailId = mail.tags?.mailId?.[0];
  const status = statusOf(eventType, bounce?.bounceType);
  if (!mailId || !status) return null;
  const kind = mail.tags?.kind?.[0] ?? '';
  return { mailId, kind, address: mail.destination?.[0] ?? '', sesMessageId: mail.messageId, status };
}

/**
 * Records what SES tells: this settles an attempt whose sender died before it could. Older news changes nothing.
 * @returns the record as it is then; `null` for a mail we know nothing of
 */
export async function recordSesEvent(
  { mailId, sesMessageId, status }: Pick<SesMailEvent, 'mailId' | 'sesMessageId' | 'status'>,
  { table, meter }: { readonly table: Table; readonly meter: Meter },
): Promise<MailRecord | null> {
  for (;;) {
    const known = await readMail(table, mailId);
    if (!known || ORDER.indexOf(known.status) >= ORDER.indexOf(status)) return known;
    const next = { ...known, status, sesMessageId };
    if (!(await writeMail(table, next, known))) continue;
    const kind = REPORTED.get(status);
    if (kind) meter.add({ name: 'MailFeedback', of: kind });
    return next;
  }
}

/**
 * What a notice means for the case: a mail to its customer that failed for good.
 * @param now epoch milliseconds
 */
export function mailFailedEvent(
  { status, mailId, kind, address }: SesMailEvent,
  record: MailRecord,
  now: number,
): MailFailed | null {
  const { partnerId, tenantId, invitationId } = record.about;
  const isLetter = kind === 'inform-current-partner';
  if ((status !== 'bounced' && status !== 'complained') || (invitationId === null && !isLetter)) return null;
  return {
    id: `${mailId}-${status}`,
    source: `/multichannel-support/${partnerId}/mail`,
    type: 'mail.failed',
    time: fromMillis(now),
    data: {
      partnerId,
      customer: { tenantId },
      invitationId,
      ...(isLetter && { address }),
      why: status,
    },
    extensions: {},
  };
}

function statusOf(eventType: string, bounceType: string | undefined): MailStatus | undefined {
  switch (eventType) {
    case 'Send':
      return 'sent';
    case 'Delivery':
      return 'delivered';
    case 'Bounce':
      return bounceType === 'Permanent' ? 'bounced' : undefined;
    case 'Complaint':
      return 'complained';
    default:
      return undefined;
  }
}
