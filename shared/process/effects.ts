import { createHash } from 'node:crypto';
import type { CaseKey } from '../case/case.ts';
import type { Change, TimelineEntry } from '../case/timeline.ts';
import type { MailKind } from '../events/vocabulary.ts';

/** What is sent because of an event: outcomes and mails. */
export interface Effects {
  readonly outcomes: readonly Outcome[];
  readonly mails: readonly MailCommand[];
}

/**
 * The effects of one event. They follow from its timeline entry alone, so a repeat of the event sends the same effects under the
 * same ids (docs/architecture.md, principle 4).
 */
export function effectsOf(key: CaseKey, entry: TimelineEntry): Effects {
  const decided = entry.decisions
    .filter((decision) => decision.status !== decision.previousStatus)
    .map(({ subscriptionId, status, reason, rule, previousStatus }) =>
      outcomeOf(key, entry, 'subscription.decided', subscriptionId, {
        subscriptionId,
        status,
        reason,
        rule,
        previousStatus,
      }),
    );
  return {
    outcomes: [...entry.changes.flatMap((change) => outcomesOf(key, entry, change)), ...decided],
    mails: entry.changes.flatMap((change) => mailCommandsOf(key, entry, change)),
  };
}

/** An event that we publish on queue `outcomes` (contract §7), as it is sent. */
export interface Outcome {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly causationid: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly [extension: string]: unknown;
}

/** The outcomes of a change. */
function outcomesOf(key: CaseKey, entry: TimelineEntry, change: Change): Outcome[] {
  switch (change.kind) {
    case 'relationship': {
      const { status, previousStatus, scope } = change;
      // One event may open a narrow and then a wider invitation: two changes to one status with different scopes.
      const discriminator = scope ? `${status}.${scope}` : status;
      return [
        outcomeOf(key, entry, 'relationship.changed', discriminator, { status, previousStatus, scope }),
      ];
    }
    case 'invitation-ended': {
      const { invitationId, end, scope } = change;
      if (end !== 'undeliverable') return [];
      return [outcomeOf(key, entry, 'invitation.undeliverable', invitationId, { invitationId, scope })];
    }
    case 'refused': {
      const { subscriptionId, reason } = change;
      return [outcomeOf(key, entry, 'event.refused', reason, { type: entry.type, subscriptionId, reason })];
    }
    case 'onboarding-refused': {
      const { subscriptionId, reason } = change;
      return [outcomeOf(key, entry, 'azure-onboarding.refused', subscriptionId, { subscriptionId, reason })];
    }
    case 'onboarding-started': {
      const { subscriptionId, chain } = change;
      return [outcomeOf(key, entry, 'azure-onboarding.started', subscriptionId, { subscriptionId, chain })];
    }
    case 'step-due': {
      const { subscriptionId, chain, step } = change;
      const discriminator = `${subscriptionId}.${step}`;
      return [
        outcomeOf(key, entry, 'azure-onboarding.step-due', discriminator, { subscriptionId, chain, step }),
      ];
    }
    case 'onboarding-completed': {
      const { subscriptionId, newSubscriptionId } = change;
      const data = { subscriptionId, newSubscriptionId };
      return [outcomeOf(key, entry, 'azure-onboarding.completed', subscriptionId, data)];
    }
    case 'onboarding-failed': {
      // The detail is free text. It stays in the case file.
      const { subscriptionId, reason } = change;
      return [outcomeOf(key, entry, 'azure-onboarding.failed', subscriptionId, { subscriptionId, reason })];
    }
    case 'mail-failed': {
      const { mail, why } = change;
      const { id: mailId, kind, recipient } = mail;
      return [outcomeOf(key, entry, 'mail.failed', mailId, { mailId, kind, recipient, why })];
    }
    case 'erased':
      // Consumers erase what they keep about this customer, too.
      return [outcomeOf(key, entry, 'customer.erased', 'once', { erasedAt: change.erasedAt ?? entry.at })];
    case 'invitation-opened':
    case 'answered':
    case 'reminded':
      return [];
  }
}

/** Builds an outcome. Its id follows from the event, the type and a discriminator between several outcomes of one type. */
export function outcomeOf(
  key: CaseKey,
  cause: Pick<TimelineEntry, 'key' | 'id' | 'recordedAt' | 'extensions'>,
  type: string,
  discriminator: string,
  data: Readonly<Record<string, unknown>>,
): Outcome {
  return {
    ...cause.extensions,
    specversion: '1.0',
    id: `${cause.key}.${type}.${discriminator}`,
    source: `/multichannel-support/${key.partnerId}`,
    type,
    time: cause.recordedAt,
    datacontenttype: 'application/json',
    causationid: cause.id,
    data: { partnerId: key.partnerId, customer: { tenantId: key.tenantId }, ...data },
  };
}

/** What a mail is about, depending on its kind. Names, addresses and remarks stay in the case. */
export interface MailSubject {
  /** When it happened. */
  readonly at: string;
  /** Receipt and notice: the answer, or how the invitation ended. */
  readonly answer?: string;
  readonly scope?: string | null;
  /** Reminder: its number, from 1. */
  readonly reminder?: number;
  /** Work order and letter: the subscription, and the step. */
  readonly subscriptionId?: string;
  readonly step?: string;
}

/** A command to `send-mail`. It contains ids, no names and no addresses. */
export interface MailCommand {
  /** One mail is sent per id, even if the command is delivered twice. */
  readonly mailId: string;
  readonly kind: MailKind;
  readonly partnerId: string;
  readonly tenantId: string;
  readonly invitationId: string | null;
  readonly about: MailSubject;
  /** Number of erasures of the customer when the mail was ordered; omitted for 0. */
  readonly generation?: number;
  /** The event that caused the mail, and its extensions. They go into the outcome `invitation.sent`. */
  readonly causationid: string;
  readonly extensions: TimelineEntry['extensions'];
}

/** The body of a message on queue `mail`. There `generation` is called `life`. */
export function mailMessage({ generation, ...command }: MailCommand): string {
  return JSON.stringify(generation === undefined ? command : { ...command, life: generation });
}

/** The id of the mail that carries an invitation. */
export function invitationMailId(invitationId: string): string {
  return `${invitationId}-invitation`;
}

/** The id of the mail with a reminder; `reminder` counts from 1. */
export function reminderMailId(invitationId: string, reminder: number): string {
  return `${invitationId}-reminder-${reminder}`;
}

/** The mails of a change (contract §4). */
function mailCommandsOf(key: CaseKey, entry: TimelineEntry, change: Change): MailCommand[] {
  const command = (
    mailId: string,
    kind: MailKind,
    invitationId: string | null,
    about: MailSubject,
  ): MailCommand => ({
    mailId,
    kind,
    partnerId: key.partnerId,
    tenantId: key.tenantId,
    invitationId,
    about,
    ...(entry.generation !== undefined && { generation: entry.generation }),
    causationid: entry.id,
    extensions: entry.extensions,
  });
  switch (change.kind) {
    case 'invitation-opened': {
      const { invitationId, scope } = change;
      return [
        command(invitationMailId(invitationId), 'invitation', invitationId, { scope, at: entry.recordedAt }),
      ];
    }
    case 'reminded': {
      const { invitationId, reminder } = change;
      return [
        command(reminderMailId(invitationId, reminder), 'reminder', invitationId, { reminder, at: entry.at }),
      ];
    }
    case 'answered': {
      const { invitationId, answer, scope, byLink } = change;
      const about = { answer, scope, at: entry.at };
      const receipt = byLink ? [command(`${entry.key}-receipt`, 'receipt', invitationId, about)] : [];
      // The partner gets its notice when Microsoft reports the acceptance.
      if (answer === 'consented') return receipt;
      return [...receipt, command(`${entry.key}-notice`, 'notice', invitationId, about)];
    }
    case 'invitation-ended': {
      const { invitationId, end, scope } = change;
      return [command(`${entry.key}-notice`, 'notice', invitationId, { answer: end, scope, at: entry.at })];
    }
    case 'onboarding-started': {
      const { subscriptionId, chain } = change;
      if (!chain.startsWith('switch-')) return [];
      const mailId = `${entry.key}-letter-${shortHash(subscriptionId)}`;
      return [command(mailId, 'inform-current-partner', null, { subscriptionId, at: entry.at })];
    }
    case 'step-due': {
      const { subscriptionId, step } = change;
      const mailId = `${entry.key}-order-${shortHash(subscriptionId)}-${step}`;
      return [command(mailId, 'work-order', null, { subscriptionId, step, at: entry.at })];
    }
    default:
      return [];
  }
}

/** Shortens a subscription's id for a mail id: values of SES message tags allow fewer characters than ids do. */
function shortHash(subscriptionId: string): string {
  return createHash('sha256').update(subscriptionId).digest('base64url').slice(0, 12);
}
