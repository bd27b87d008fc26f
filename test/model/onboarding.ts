import type { DataOf } from '../../shared/events/catalogue.ts';
import { type Model, type ModelOnboarding, type ModelSubscription, subscriptionOf } from './state.ts';
import { pathOf, rolePermitted } from './table.ts';

/** The steps of contract §3.2, in order. */
function stepsOf(s: ModelSubscription, asked: ModelOnboarding): string[] {
  if (pathOf(s.reported?.channel ?? '') === 'switch-partner') {
    if (asked.offer === 'azure-plan')
      return ['inform-current-partner', 'request-transfer', 'current-partner-accepts', 'confirm-transfer'];
    return ['inform-current-partner', 'open-ticket', 'sign-form', 'submit-form', 'clean-up-roles'];
  }
  const created = ['accept-customer-agreement', 'create-subscription', 'enter-details'];
  return asked.retire === 'none' ? created : [...created, 'cancel-existing'];
}

/** Decides a request by the table of contract §3.2, row by row. */
function decideRequest(m: Model, s: ModelSubscription, asked: ModelOnboarding): string {
  if (!s.reported) return 'park';
  if (!rolePermitted(asked.role)) return 'role-not-permitted';
  if (s.reported.billing === 'license-based') return 'license-based';
  if (s.status === 'rejected' || s.status === 'not-applicable') return s.reason ?? '';
  if (s.status === 'ended') return 'ended';
  const before = s.onboarding?.status;
  if (before === 'under-way' || before === 'done') return 'ignore';
  if (pathOf(s.reported.channel) === 'switch-partner' && m.partner.kind === 'indirect-reseller')
    return 'provider-must-switch';
  return m.status === 'active' ? 'start' : 'park';
}

function makeStepDue(
  m: Model,
  s: ModelSubscription,
  onboarding: ModelOnboarding,
  index: number,
  at: number,
): void {
  const step = onboarding.steps[index];
  if (!step) {
    onboarding.status = 'done';
    onboarding.lastFailure = null;
    m.entry.outcomes.push(`azure-onboarding.completed ${s.id}`);
    return;
  }
  step.status = 'due';
  onboarding.dueSince = at;
  m.entry.outcomes.push(`azure-onboarding.step-due ${s.id} ${step.name}`);
  m.entry.mails.push(`work-order ${s.id} ${step.name}`);
}

function start(m: Model, s: ModelSubscription, asked: ModelOnboarding): void {
  const steps = stepsOf(s, asked).map((name) => ({ name, status: 'waiting' as const }));
  const onboarding: ModelOnboarding = {
    ...asked,
    status: 'under-way',
    steps,
    changedAt: Math.max(asked.changedAt, m.at),
  };
  s.onboarding = onboarding;
  m.entry.outcomes.push(`azure-onboarding.started ${s.id}`);
  if (steps[0]?.name === 'inform-current-partner') m.entry.mails.push(`inform-current-partner ${s.id}`);
  makeStepDue(m, s, onboarding, 0, m.at);
}

function refuse(m: Model, id: string, reason: string): void {
  m.entry.outcomes.push(`azure-onboarding.refused ${id} ${reason}`);
}

/** Sets the entry's result and returns no subscription to decide. */
function endWith(m: Model, result: string): ModelSubscription[] {
  m.entry.result = result;
  return [];
}

/** Retries a parked request whenever its subscription is decided. Returns whether the onboarding started. */
export function retryParked(m: Model, s: ModelSubscription): boolean {
  const parked = s.onboarding;
  if (parked?.status !== 'parked') return false;
  const what = decideRequest(m, s, parked);
  if (what === 'park') return false;
  if (what === 'start') {
    start(m, s, parked);
    return true;
  }
  s.onboarding = {
    ...parked,
    status: 'failed',
    changedAt: Math.max(parked.changedAt, m.at),
    lastFailure: { reason: what, detail: null },
  };
  refuse(m, s.id, what);
  return false;
}

/** `azure-onboarding.requested` (contract §3.2). */
export function requestOnboarding(m: Model, at: number, data: DataOf<'azure-onboarding.requested'>) {
  const s = subscriptionOf(m, data.subscriptionId);
  const before = s.onboarding;
  if (before && at < before.changedAt) return endWith(m, 'stale');
  const asked: ModelOnboarding = {
    role: data.requestedBy.role,
    offer: data.offer,
    retire: data.retire.scope,
    status: 'parked',
    steps: [],
    changedAt: at,
    dueSince: at,
    lastFailure: before?.lastFailure ?? null,
  };
  const what = decideRequest(m, s, asked);
  if (what === 'ignore') return endWith(m, 'ignored');
  if (what === 'start') start(m, s, asked);
  else if (what === 'park') {
    m.entry.result = 'parked';
    s.onboarding = asked;
  } else {
    refuse(m, s.id, what);
    return endWith(m, 'refused');
  }
  return [s];
}

/** `azure-onboarding.step-completed` (contract §3.2). */
export function completeStep(m: Model, at: number, data: DataOf<'azure-onboarding.step-completed'>) {
  const s = m.subscriptions.get(data.subscriptionId);
  const onboarding = s?.onboarding;
  const index = onboarding?.steps.findIndex(({ name }) => name === data.step) ?? -1;
  const step = onboarding?.steps[index];
  if (step?.status === 'done') return endWith(m, 'ignored');
  if (!s || onboarding?.status !== 'under-way' || !step) {
    refuse(m, data.subscriptionId, '*');
    return endWith(m, 'refused');
  }
  if (at < onboarding.changedAt) return endWith(m, 'stale');
  if (step.status !== 'due') {
    refuse(m, data.subscriptionId, '*');
    return endWith(m, 'refused');
  }
  step.status = 'done';
  onboarding.changedAt = at;
  makeStepDue(m, s, onboarding, index + 1, at);
  return [s];
}

/** Fails an onboarding that is parked or under way, and the step that is due. */
export function failOnboarding(
  m: Model,
  s: ModelSubscription,
  at: number,
  reason: string,
  detail: string | null,
): void {
  const { onboarding } = s;
  if (!onboarding) return;
  for (const step of onboarding.steps) if (step.status === 'due') step.status = 'failed';
  onboarding.status = 'failed';
  onboarding.changedAt = Math.max(onboarding.changedAt, at);
  onboarding.lastFailure = { reason, detail };
  m.entry.outcomes.push(`azure-onboarding.failed ${s.id} ${reason}`);
}

/** `azure-onboarding.failed` (contract §3.2). */
export function onboardingFailed(m: Model, at: number, data: DataOf<'azure-onboarding.failed'>) {
  const s = m.subscriptions.get(data.subscriptionId);
  const status = s?.onboarding?.status;
  if (status === 'failed') return endWith(m, 'ignored');
  if (!s?.onboarding || status === 'done') {
    refuse(m, data.subscriptionId, '*');
    return endWith(m, 'refused');
  }
  if (at < s.onboarding.changedAt) return endWith(m, 'stale');
  failOnboarding(m, s, at, data.reason, data.detail ?? null);
  return [s];
}
