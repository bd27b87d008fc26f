import * as z from 'zod/mini';
import { Refused } from '../runtime/errors.ts';
import { type MailStatus, readMail, writeMail } from '../store/mail-store.ts';
import type { Table } from '../store/table.ts';

/** The part of SES's event publishing JSON that is used; everything else is left alone. */
const notice = z.object({
  eventType: z.string(),
  mail: z.object({ messageId: z.string(), tags: z.optional(z.record(z.string(), z.array(z.string()))) }),
});

/** What SES tells of a mail. */
export interface MailNotice {
  readonly mailId: string;
  readonly sesMessageId: string;
  readonly status: MailStatus;
}

const STATUS: ReadonlyMap<string, MailStatus> = new Map([
  ['Send', 'sent'],
  ['Delivery', 'delivered'],
]);

/** Ends that later notices must not take back, in rising order. */
const ORDER: readonly MailStatus[] = ['sending', 'released', 'sent', 'delivered'];

/**
 * Reads a notice of SES (event publishing, by SNS with raw delivery).
 * @returns `null` for a notice that tells nothing of our mails
 * @throws Refused when it is no notice
 */
export function parseNotice(body: string): MailNotice | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Refused('not-json', 'notice must be JSON');
  }
  const parsed = z.safeParse(notice, value);
  if (!parsed.success) throw new Refused('invalid-data', 'not a notice of SES');
  const { eventType, mail } = parsed.data;
  const mailId = mail.tags?.mailId?.[0];
  const status = STATUS.get(eventType);
  return mailId && status ? { mailId, sesMessageId: mail.messageId, status } : null;
}

/** Records what SES tells: this settles an attempt whose sender died before it could. Older news changes nothing. */
export async function recordNotice(
  { mailId, sesMessageId, status }: MailNotice,
  table: Table,
): Promise<void> {
  for (;;) {
    const known = await readMail(table, mailId);
    if (!known || ORDER.indexOf(known.status) >= ORDER.indexOf(status)) return;
    if (await writeMail(table, { ...known, status, sesMessageId }, known)) return;
  }
}
