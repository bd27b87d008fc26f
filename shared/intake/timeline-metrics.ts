import type { Change, TimelineEntry } from '../case/timeline.ts';
import { toMillis } from '../events/instant.ts';
import type { Effects } from '../process/effects.ts';
import type { MetricValue } from '../runtime/metric-catalogue.ts';

/** Metrics of a new timeline entry: rules, chains, invitations and refusals. */
export function metricsOfEntry(entry: TimelineEntry): MetricValue[] {
  return [
    ...hitsOf(entry).flatMap(({ rule, chain }): MetricValue[] => [
      { name: 'RuleHit', of: rule },
      ...(chain === null ? [] : [{ name: 'ChainStarted', of: chain } as const]),
    ]),
    ...entry.changes.flatMap(metricsOfChange),
  ];
}

/**
 * Metrics of a new timeline entry once its effects are sent.
 * @param now epoch milliseconds
 */
export function metricsOfSent(entry: TimelineEntry, { outcomes }: Effects, now: number): MetricValue[] {
  const published = outcomes.map(({ type }): MetricValue => ({ name: 'OutcomePublished', of: type }));
  // The product's own events have no publisher that waits.
  const isPublished = entry.type !== 'time.passed' && entry.type !== 'mail.failed';
  if (published.length === 0 || !isPublished) return published;
  // The publisher's clock may be ahead of ours.
  const value = Math.max(0, now - toMillis(entry.at));
  return [...published, { name: 'EventToOutcomeDelay', value }];
}

/** The rule that decided the event itself, even if nothing changed, and the rules that decided other subscriptions again. */
function hitsOf({ rule, chain, subscriptionId, decisions }: TimelineEntry) {
  if (rule === null) return decisions;
  const ownIndex = decisions.findIndex(
    (decision) =>
      decision.rule === rule && (subscriptionId === null || decision.subscriptionId === subscriptionId),
  );
  return [{ rule, chain }, ...decisions.filter((_, index) => index !== ownIndex)];
}

function metricsOfChange(change: Change): MetricValue[] {
  switch (change.kind) {
    case 'invitation-opened':
      return [{ name: 'InvitationMoved', of: 'opened' }];
    case 'answered':
      return change.invitationId === null ? [] : [{ name: 'InvitationMoved', of: change.answer }];
    case 'invitation-ended':
      return [{ name: 'InvitationMoved', of: change.end }];
    case 'mail-failed':
      return [{ name: 'MailFailed', of: change.mail.kind }];
    case 'onboarding-refused':
    case 'refused':
      return [
        { name: 'EventRefused', of: change.reason },
        ...(change.reason === 'case-full' ? [{ name: 'CaseFull' } as const] : []),
      ];
    default:
      return [];
  }
}
