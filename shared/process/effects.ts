import type { CaseKey } from '../case/case.ts';
import type { Change, TimelineEntry } from '../case/timeline.ts';

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

/** An order to `send-mail`. It names what to tell, not whom: names and addresses stay in the case. */
export interface MailCommand {
  /** One mail per id, whatever is delivered twice. */
  readonly mailId: string;
  readonly kind: 'invitation' | 'receipt' | 'notice';
  readonly partnerId: string;
  readonly tenantId: string;
  readonly invitationId: string | null;
  readonly about: { readonly answer?: string; readonly scope?: string | null; readonly at: string };
  /** The event that caused it, and its extensions, to be handed on. */
  readonly causationid: string;
  readonly extensions: TimelineEntry['extensions'];
}

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
      outcome(key, entry, 'subscription.decided', subscriptionId, {
        subscriptionId,
        status,
        reason,
        rule,
        previousStatus,
      }),
    );
  return {
    outcomes: [...entry.changes.flatMap((change) => outcomeOf(key, entry, change)), ...decided],
    mails: entry.changes.flatMap((change) => mailsOf(key, entry, change)),
  };
}

function outcomeOf(key: CaseKey, entry: TimelineEntry, change: Change): Outcome[] {
  switch (change.kind) {
    case 'relationship': {
      const { status, previousStatus, scope } = change;
      // One event may ask for less and then for more: two moves to one status, told apart by their scope.
      const what = scope ? `${status}.${scope}` : status;
      return [outcome(key, entry, 'relationship.changed', what, { status, previousStatus, scope })];
    }
    case 'refused': {
      const { subscriptionId, reason } = change;
      return [outcome(key, entry, 'event.refused', reason, { type: entry.type, subscriptionId, reason })];
    }
    case 'onboarding-refused': {
      const { subscriptionId, reason } = change;
      return [outcome(key, entry, 'azure-onboarding.refused', subscriptionId, { subscriptionId, reason })];
    }
    default:
      return [];
  }
}

function mailsOf(key: CaseKey, entry: TimelineEntry, change: Change): MailCommand[] {
  const order = {
    partnerId: key.partnerId,
    tenantId: key.tenantId,
    causationid: entry.id,
    extensions: entry.extensions,
  };
  if (change.kind === 'invitation-opened') {
    const { invitationId, scope } = change;
    const about = { scope, at: entry.recordedAt };
    return [{ ...order, mailId: `${invitationId}-invitation`, kind: 'invitation', invitationId, about }];
  }
  if (change.kind !== 'answered') return [];
  const { invitationId, answer, scope, byLink } = change;
  const about = { answer, scope, at: entry.at };
  const mails: MailCommand[] = [];
  if (byLink) mails.push({ ...order, mailId: `${entry.key}-receipt`, kind: 'receipt', invitationId, about });
  // Microsoft's own acceptance is still to come; the partner hears of it then (contract §4).
  if (answer !== 'consented')
    mails.push({ ...order, mailId: `${entry.key}-notice`, kind: 'notice', invitationId, about });
  return mails;
}

/** An outcome with a deterministic id; `what` tells several of one type apart. */
export function outcome(
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
