import type { Change, TimelineEntry } from '../case/timeline.ts';
import { toMillis } from '../events/instant.ts';
import type { Effects } from '../process/effects.ts';
import type { MetricValue } from '../runtime/metric-catalogue.ts';

/** What is measured of an event that was taken in for the first time: rules, chains, invitations, refusals. */
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
 * What is measured once its effects have left.
 * @param now epoch milliseconds
 */
export function metricsOfSent(entry: TimelineEntry, { outcomes }: Effects, now: number): MetricValue[] {
  const published = outcomes.map(({ type }): MetricValue => ({ name: 'OutcomePublished', of: type }));
  // Only what others published has waited for us; a publisher's clock may be ahead of ours.
  const isOfOthers = entry.type !== 'time.passed' && entry.type !== 'mail.failed';
  if (published.length === 0 || !isOfOthers) return published;
  const value = Math.max(0, now - toMillis(entry.at));
  return [...published, { name: 'EventToOutcomeDelay', value }];
}

/** The rule that answered the event itself, whether it changed anything or not, and those that decided others anew. */
function hitsOf({ rule, chain, subscriptionId, decisions }: TimelineEntry) {
  if (rule === null) return decisions;
  const own = decisions.findIndex(
    (one) => one.rule === rule && (subscriptionId === null || one.subscriptionId === subscriptionId),
  );
  return [{ rule, chain }, ...decisions.filter((_, index) => index !== own)];
}

function metricsOfChange(change: Change): MetricValue[] {
  switch (change.kind) {
    case 'invitation-opened':
      return [{ name: 'InvitationMoved', of: 'opened' }];
    case 'answered':
      return change.invitationId === null ? [] : [{ name: 'InvitationMoved', of: change.answer }];
    case 'invitation-ended':
      return [{ name: 'InvitationMoved', of: change.end }];
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
