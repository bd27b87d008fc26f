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
