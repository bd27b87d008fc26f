import { randomUUID } from 'node:crypto';
import { localAccount } from '../aws-names.ts';
import type { MailDestinationPlan } from '../template/plan.ts';
import type { StoredMail } from './mailbox.ts';

/** Answers that a mail can get, as `/_local/feedback` names them. */
export const feedbackTypes = ['bounce', 'complaint', 'delivery'] as const;
export type FeedbackType = (typeof feedbackTypes)[number];

export function isFeedbackType(value: unknown): value is FeedbackType {
  return feedbackTypes.some((type) => type === value);
}

/** Topics that want a type of notice about mails of a configuration set. */
export function topicsFor(
  destinations: readonly MailDestinationPlan[],
  set: string | undefined,
  type: FeedbackType | 'send',
): string[] {
  return destinations
    .filter((one) => one.configurationSet === set && one.eventTypes.includes(type))
    .map((one) => one.topicArn);
}

/**
 * A notice in the shape SES publishes to SNS.
 * Source: Amazon SES developer guide, "Examples of event data that Amazon SES publishes to Amazon SNS".
 */
export function sesEvent(mail: StoredMail, type: FeedbackType | 'send', now: Date): Record<string, unknown> {
  const timestamp = now.toISOString();
  const recipients = [...mail.to, ...mail.cc, ...mail.bcc];
  const addresses = recipients.map((emailAddress) => ({ emailAddress }));
  const feedback = { timestamp, feedbackId: `${randomUUID()}-000000` };
  const details = {
    send: { send: {} },
    delivery: {
      delivery: {
        timestamp,
        recipients,
        processingTimeMillis: 546,
        smtpResponse: '250 ok',
        reportingMTA: 'local',
      },
    },
    bounce: {
      bounce: {
        ...feedback,
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: addresses.map((one) => ({ ...one, action: 'failed', status: '5.1.1' })),
        reportingMTA: 'dsn; local',
      },
    },
    complaint: {
      complaint: {
        ...feedback,
        complainedRecipients: addresses,
        complaintFeedbackType: 'abuse',
        arrivalDate: timestamp,
      },
    },
  };
  const eventType = `${type.slice(0, 1).toUpperCase()}${type.slice(1)}`;
  return { eventType, mail: describeMail(mail, recipients), ...details[type] };
}

function describeMail(mail: StoredMail, destination: readonly string[]): Record<string, unknown> {
  const tags = Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]]));
  return {
    timestamp: mail.at,
    messageId: mail.messageId,
    source: mail.from,
    sendingAccountId: localAccount,
    destination,
    headersTruncated: false,
    headers: [
      { name: 'From', value: mail.from },
      { name: 'To', value: mail.to.join(', ') },
      { name: 'Subject', value: mail.subject },
    ],
    commonHeaders: { from: [mail.from], to: mail.to, messageId: mail.messageId, subject: mail.subject },
    tags: { ...(mail.configurationSet && { 'ses:configuration-set': [mail.configurationSet] }), ...tags },
  };
}
