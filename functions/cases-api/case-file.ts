import type { Case } from '../../shared/case/case.ts';
import type { Subscription } from '../../shared/case/subscription.ts';
import type { TimelineEntry } from '../../shared/case/timeline.ts';
import { effectsOf, invitationMailId, type MailCommand } from '../../shared/process/effects.ts';
import type { MailStatus } from '../../shared/store/mail-store.ts';

/** A part of a timeline. */
export interface TimelineSlice {
  /** Oldest first. */
  readonly entries: readonly TimelineEntry[];
  /** The page before it. */
  readonly before: string | null;
}

/** The case file of contract §6. */
export type CaseFile = ReturnType<typeof buildCaseFile>;

/** Builds the case file of contract §6. Its timeline is newest first; `timelineCursor` leads to older entries. */
export function buildCaseFile(
  theCase: Case,
  statuses: ReadonlyMap<string, MailStatus>,
  timeline: TimelineSlice,
) {
  const { customer, relationship, invitation } = theCase;
  return {
    partnerId: theCase.partnerId,
    customer: {
      tenantId: theCase.tenantId,
      name: customer?.name ?? null,
      contactEmail: customer?.contactEmail ?? null,
      country: customer?.country ?? null,
      locale: customer?.locale ?? null,
      erasedAt: theCase.erasedAt,
    },
    relationship: {
      status: relationship.status,
      scope: relationship.scope,
      changedAt: relationship.changedAt,
      grants: relationship.grants.filter(({ isHeld }) => isHeld).map(({ by }) => by),
      invitation: invitation && {
        id: invitation.id,
        scope: invitation.scope,
        status: invitation.status,
        openedAt: invitation.openedAt,
        expiresAt: invitation.expiresAt,
        reminders: invitation.reminders,
        mail: statusOf(invitationMailId(invitation.id), statuses),
        comment: invitation.comment ?? null,
      },
    },
    subscriptions: [...theCase.subscriptions.values()]
      .filter(({ reported }) => reported !== null)
      .map(subscriptionFile),
    timeline: timeline.entries.filter(isShown).toReversed().map(entryFile),
    mails: mailsOf(theCase, timeline).map(({ mailId, kind, about }) => ({
      id: mailId,
      kind,
      at: about.at,
      status: statusOf(mailId, statuses),
    })),
    timelineCursor: timeline.before,
  };
}

/** The ids of all mails in a case file. */
export function mailIdsOf(theCase: Case, timeline: TimelineSlice): string[] {
  const inTimeline = mailsOf(theCase, timeline).map(({ mailId }) => mailId);
  return theCase.invitation ? [...inTimeline, invitationMailId(theCase.invitation.id)] : inTimeline;
}

/** The mails of this part of the timeline, newest first. */
function mailsOf(theCase: Case, { entries }: TimelineSlice): MailCommand[] {
  return entries.flatMap((entry) => effectsOf(theCase, entry).mails).toReversed();
}

/** The status of a mail. A mail without a record is still in its queue. */
function statusOf(mailId: string, statuses: ReadonlyMap<string, MailStatus>): MailStatus | 'queued' {
  return statuses.get(mailId) ?? 'queued';
}

/** Whether an entry is shown. Of an entry in parts, only the first is. */
export function isShown({ part = 0 }: TimelineEntry): boolean {
  return part === 0;
}

function subscriptionFile({ id, reported, decision, onboarding }: Subscription) {
  return {
    id,
    name: reported?.name ?? null,
    billing: reported?.billing ?? null,
    channel: reported?.channel ?? null,
    status: decision?.status ?? null,
    reason: decision?.reason ?? null,
    rule: decision?.rule ?? null,
    path: decision?.path ?? null,
    earliestMoveDate: decision?.earliestMoveDate ?? null,
    onboarding: onboarding && {
      chain: onboarding.chain,
      status: onboarding.status,
      parked: onboarding.parked,
      lastFailure: onboarding.lastFailure,
      newSubscriptionId: onboarding.newSubscriptionId,
      steps: onboarding.steps,
    },
  };
}

function entryFile(entry: TimelineEntry) {
  const { at, source, id, type, rule, chain, result, reason, subscriptionId, table } = entry;
  const decisions = entry.decisions.map((decision) => ({
    subscriptionId: decision.subscriptionId,
    status: decision.status,
    previousStatus: decision.previousStatus,
    rule: decision.rule,
    reason: decision.reason,
  }));
  return {
    at,
    source,
    id,
    type,
    rule,
    chain,
    result,
    reason,
    subscriptionId,
    table,
    recordedAt: entry.recordedAt,
    decisions,
    changes: entry.changes,
  };
}
