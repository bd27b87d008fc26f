import type { Case } from '../../shared/case/case.ts';
import type { Subscription } from '../../shared/case/subscription.ts';
import type { TimelineEntry } from '../../shared/case/timeline.ts';
import { effectsOf, invitationMailId, type MailCommand } from '../../shared/process/effects.ts';
import type { MailStatus } from '../../shared/store/mail-store.ts';

/** A page of a timeline: oldest first, and where the page before it is. */
export interface TimelineSlice {
  readonly entries: readonly TimelineEntry[];
  readonly before: string | null;
}

/** The case file of contract §6. */
export type CaseFile = ReturnType<typeof buildCaseFile>;

/** Tells a case as its file. The timeline is newest first; `timelineCursor` goes on to older entries. */
export function buildCaseFile(of: Case, statuses: ReadonlyMap<string, MailStatus>, timeline: TimelineSlice) {
  const { customer, relationship, invitation } = of;
  return {
    partnerId: of.partnerId,
    customer: {
      tenantId: of.tenantId,
      name: customer?.name ?? null,
      contactEmail: customer?.contactEmail ?? null,
      country: customer?.country ?? null,
      locale: customer?.locale ?? null,
      erasedAt: of.erasedAt,
    },
    relationship: {
      status: relationship.status,
      scope: relationship.scope,
      changedAt: relationship.changedAt,
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
    subscriptions: [...of.subscriptions.values()]
      .filter(({ reported }) => reported !== null)
      .map(subscriptionFile),
    timeline: timeline.entries.filter(isShown).toReversed().map(entryFile),
    mails: ordersOf(of, timeline).map(({ mailId, kind, about }) => ({
      id: mailId,
      kind,
      at: about.at,
      status: statusOf(mailId, statuses),
    })),
    timelineCursor: timeline.before,
  };
}

/** Ids of all mails a case file tells of. */
export function mailIdsOf(of: Case, timeline: TimelineSlice): string[] {
  const ordered = ordersOf(of, timeline).map(({ mailId }) => mailId);
  return of.invitation ? [...ordered, invitationMailId(of.invitation.id)] : ordered;
}

/** The mails that the shown part of the timeline called for, newest first. */
function ordersOf(of: Case, { entries }: TimelineSlice): MailCommand[] {
  return entries.flatMap((entry) => effectsOf(of, entry).mails).toReversed();
}

/** What became of a mail; one that nobody took up yet has no record. */
function statusOf(mailId: string, statuses: ReadonlyMap<string, MailStatus>): MailStatus | 'queued' {
  return statuses.get(mailId) ?? 'queued';
}

/** An entry that is kept in parts is shown by its first. */
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
