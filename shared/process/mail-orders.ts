import { createHash } from 'node:crypto';
import type { CaseKey } from '../case/case.ts';
import type { Change, TimelineEntry } from '../case/timeline.ts';
import type { MailKind } from '../events/kinds.ts';

/** What a mail is about, by kind. Names, addresses and remarks stay in the case. */
export interface MailAbout {
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
  readonly about: MailAbout;
  /** The customer’s life it was ordered in, as the timeline counts it; left out for 0. */
  readonly life?: number;
  /** The event that caused it, and its extensions, to be handed on. */
  readonly causationid: string;
  readonly extensions: TimelineEntry['extensions'];
}

/** The id of the mail that an invitation is sent with. */
export function invitationMailId(invitationId: string): string {
  return `${invitationId}-invitation`;
}

/** The mails that a change calls for (contract §4). */
export function mailsOf(key: CaseKey, entry: TimelineEntry, change: Change): MailCommand[] {
  const order = (
    mailId: string,
    kind: MailKind,
    invitationId: string | null,
    about: MailAbout,
  ): MailCommand => ({
    mailId,
    kind,
    partnerId: key.partnerId,
    tenantId: key.tenantId,
    invitationId,
    about,
    ...(entry.life !== undefined && { life: entry.life }),
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
      const mailId = `${entry.key}-letter-${short(subscriptionId)}`;
      return [order(mailId, 'inform-current-partner', null, { subscriptionId, at: entry.at })];
    }
    case 'step-due': {
      const { subscriptionId, step } = change;
      const mailId = `${entry.key}-order-${short(subscriptionId)}-${step}`;
      return [order(mailId, 'work-order', null, { subscriptionId, step, at: entry.at })];
    }
    default:
      return [];
  }
}

/** A subscription's id as part of a mail id: SES's tags take fewer characters than ids may have. */
function short(subscriptionId: string): string {
  return createHash('sha256').update(subscriptionId).digest('base64url').slice(0, 12);
}
