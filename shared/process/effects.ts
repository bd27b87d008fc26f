import { createHash } from 'node:crypto';
import type { CaseKey } from '../case/case.ts';
import type { Change, TimelineEntry } from '../case/timeline.ts';
import type { MailKind } from '../events/vocabulary.ts';

/** What leaves after an event was folded in. */
export interface Effects {
  readonly outcomes: readonly Outcome[];
  readonly mails: readonly MailCommand[];
}

/**
 * Everything that leaves because of one event. It follows from the timeline entry alone, so that a repeat of the event
 * sends the same again under the same ids (design, idea 4).
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

/** An event of ours for queue `outcomes` (contract §7), as it goes over the wire. */
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

/** The outcomes that a change tells of. */
export function outcomesOf(key: CaseKey, entry: TimelineEntry, change: Change): Outcome[] {
  switch (change.kind) {
    case 'relationship': {
      const { status, previousStatus, scope } = change;
      // One event may ask for less and then for more: two moves to one status, told apart by their scope.
      const what = scope ? `${status}.${scope}` : status;
      return [outcomeOf(key, entry, 'relationship.changed', what, { status, previousStatus, scope })];
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
      const what = `${subscriptionId}.${step}`;
      return [outcomeOf(key, entry, 'azure-onboarding.step-due', what, { subscriptionId, chain, step })];
    }
    case 'onboarding-completed': {
      const { subscriptionId, newSubscriptionId } = change;
      const data = { subscriptionId, newSubscriptionId };
      return [outcomeOf(key, entry, 'azure-onboarding.completed', subscriptionId, data)];
    }
    case 'onboarding-failed': {
      // The detail is somebody's own words; it stays in the case file.
      const { subscriptionId, reason } = change;
      return [outcomeOf(key, entry, 'azure-onboarding.failed', subscriptionId, { subscriptionId, reason })];
    }
    case 'erased':
      // So that whoever keeps what we told of this customer can do the same.
      return [outcomeOf(key, entry, 'customer.erased', 'once', { erasedAt: change.erasedAt ?? entry.at })];
    case 'invitation-opened':
    case 'answered':
    case 'reminded':
      return [];
  }
}

/** An outcome with a deterministic id; `what` tells several of one type apart. */
export function outcomeOf(
  key: CaseKey,
  cause: Pick<TimelineEntry, 'key' | 'id' | 'recordedAt' | 'extensions'>,
  type: string,
  what: string,
  data: Readonly<Record<string, unknown>>,
): Outcome {
  return {
    ...cause.extensions,
    specversion: '1.0',
    id: `${cause.key}.${type}.${what}`,
    source: `/multichannel-support/${key.partnerId}`,
    type,
    time: cause.recordedAt,
    datacontenttype: 'application/json',
    causationid: cause.id,
    data: { partnerId: key.partnerId, customer: { tenantId: key.tenantId }, ...data },
  };
}

/** What a mail is about, by kind. Names, addresses and remarks stay in the case. */
export interface MailSubject {
  /** When what it tells of happened. */
  readonly at: string;
  /** Receipt and notice: what became of the request. */
  readonly answer?: string;
  readonly scope?: string | null;
  /** Reminder: which one, from 1. */
  readonly reminder?: number;
  /** Work order, letter: the subscription and the step. */
  readonly subscriptionId?: string;
  readonly step?: string;
}

/** An order to `send-mail`. It names what to tell, not whom. */
export interface MailCommand {
  /** One mail per id, whatever is delivered twice. */
  readonly mailId: string;
  readonly kind: MailKind;
  readonly partnerId: string;
  readonly tenantId: string;
  readonly invitationId: string | null;
  readonly about: MailSubject;
  /** The customer’s life it was ordered in, as the timeline counts it; left out for 0. */
  readonly generation?: number;
  /** The event that caused it, and its extensions, to be handed on. */
  readonly causationid: string;
  readonly extensions: TimelineEntry['extensions'];
}

/** The body of a message on queue `mail`; `life` is the name of `generation` there. */
export function mailMessage({ generation, ...command }: MailCommand): string {
  return JSON.stringify(generation === undefined ? command : { ...command, life: generation });
}

/** The id of the mail that an invitation is sent with. */
export function invitationMailId(invitationId: string): string {
  return `${invitationId}-invitation`;
}

/** The mails that a change calls for (contract §4). */
export function mailCommandsOf(key: CaseKey, entry: TimelineEntry, change: Change): MailCommand[] {
  const order = (
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
        order(invitationMailId(invitationId), 'invitation', invitationId, { scope, at: entry.recordedAt }),
      ];
    }
    case 'reminded': {
      const { invitationId, reminder } = change;
      const mailId = `${invitationId}-reminder-${reminder}`;
      return [order(mailId, 'reminder', invitationId, { reminder, at: entry.at })];
    }
    case 'answered': {
      const { invitationId, answer, scope, byLink } = change;
      const about = { answer, scope, at: entry.at };
      const receipt = byLink ? [order(`${entry.key}-receipt`, 'receipt', invitationId, about)] : [];
      // Microsoft's own acceptance is still to come; the partner hears of it then.
      if (answer === 'consented') return receipt;
      return [...receipt, order(`${entry.key}-notice`, 'notice', invitationId, about)];
    }
    case 'invitation-ended': {
      const { invitationId, end, scope } = change;
      return [order(`${entry.key}-notice`, 'notice', invitationId, { answer: end, scope, at: entry.at })];
    }
    case 'onboarding-started': {
      const { subscriptionId, chain } = change;
      if (!chain.startsWith('switch-')) return [];
      const mailId = `${entry.key}-letter-${shortHash(subscriptionId)}`;
      return [order(mailId, 'inform-current-partner', null, { subscriptionId, at: entry.at })];
    }
    case 'step-due': {
      const { subscriptionId, step } = change;
      const mailId = `${entry.key}-order-${shortHash(subscriptionId)}-${step}`;
      return [order(mailId, 'work-order', null, { subscriptionId, step, at: entry.at })];
    }
    default:
      return [];
  }
}

/** A subscription's id as part of a mail id: SES's tags take fewer characters than ids may have. */
function shortHash(subscriptionId: string): string {
  return createHash('sha256').update(subscriptionId).digest('base64url').slice(0, 12);
}
