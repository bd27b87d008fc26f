import type { Case } from '../../shared/case/case.ts';
import type { TimelineEntry } from '../../shared/case/timeline.ts';
import { toMillis } from '../../shared/events/instant.ts';
import { effectsOf } from '../../shared/process/effects.ts';
import type { Model, ModelEntry, ModelInvitation } from './state.ts';

/** The core's invitation ids, numbered in the order of opening. */
export type InvitationNumbers = Map<string, number>;

/** Rules that differ only by which subscription opened the invitation; the contract leaves open which does. */
const RULE_WHILE_WAITING: Readonly<Record<string, string>> = {
  'license-request': 'license-awaiting',
  'azure-request': 'azure-awaiting',
};
const ruleOf = (rule: string | null) => (rule === null ? null : (RULE_WHILE_WAITING[rule] ?? rule));

/** The part of a core case that is compared with the model. */
export function coreView(of: Case, invitationNumbers: InvitationNumbers) {
  const invitation = (one: Case['invitation']) =>
    one && {
      number: invitationNumbers.get(one.id),
      status: one.status,
      scope: one.scope,
      reminders: one.reminders,
      to: one.contactEmail,
    };
  return {
    status: of.relationship.status,
    scope: of.relationship.scope,
    erasedAt: of.erasedAt === null ? Number.NEGATIVE_INFINITY : toMillis(of.erasedAt),
    invitation: invitation(of.invitation),
    previous: invitation(of.previous),
    suppressed: [...of.suppressed].sort(),
    subscriptions: byId(
      [...of.subscriptions.values()].map(({ id, decision, onboarding }) => ({
        id,
        rule: ruleOf(decision?.rule ?? null),
        status: decision?.status ?? null,
        reason: decision?.reason ?? null,
        path: decision?.path ?? null,
        earliestMoveDate: decision?.earliestMoveDate ? toMillis(decision.earliestMoveDate) : null,
        onboarding: onboarding && {
          status: onboarding.status,
          steps: onboarding.steps.map(({ name, status }) => `${name} ${status}`),
          lastFailure: onboarding.lastFailure && {
            reason: onboarding.lastFailure.reason,
            detail: onboarding.lastFailure.detail,
          },
        },
      })),
    ),
  };
}

/** The same view of the model. */
export function modelView(m: Model): ReturnType<typeof coreView> {
  const invitation = (one: ModelInvitation | null) =>
    one && {
      number: one.number,
      status: one.status,
      scope: one.scope,
      reminders: one.reminders,
      to: one.to,
    };
  return {
    status: m.status as Case['relationship']['status'],
    scope: m.scope,
    erasedAt: m.erasedAt,
    invitation: invitation(m.invitation),
    previous: invitation(m.previous),
    suppressed: [...m.suppressed].sort(),
    subscriptions: byId(
      [...m.subscriptions.values()].map(
        ({ id, rule, status, reason, path, earliestMoveDate, onboarding }) => ({
          id,
          rule: ruleOf(rule),
          status: status as 'ended' | null,
          reason,
          path: path as 'switch-partner' | null,
          earliestMoveDate,
          onboarding: onboarding && {
            status: onboarding.status,
            steps: onboarding.steps.map((step) => `${step.name} ${step.status}`),
            lastFailure: onboarding.lastFailure,
          },
        }),
      ),
    ),
  };
}

function byId<T extends { id: string }>(all: T[]): T[] {
  return all.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The part of the core's timeline entries that is compared with the model's. */
export function coreEntries(
  of: Case,
  entries: readonly TimelineEntry[],
  invitationNumbers: InvitationNumbers,
): ModelEntry[] {
  return normalizeEntries(
    entries.map((entry) => {
      const { mails, outcomes } = effectsOf(of, entry);
      return {
        type: entry.type,
        result: entry.result,
        mails: mails.map(({ kind, invitationId, about }) => {
          if (kind === 'invitation') return `${kind} ${invitationNumbers.get(invitationId ?? '')}`;
          if (kind === 'reminder')
            return `${kind} ${invitationNumbers.get(invitationId ?? '')} ${about.reminder}`;
          if (kind === 'work-order') return `${kind} ${about.subscriptionId} ${about.step}`;
          return kind === 'inform-current-partner' ? `${kind} ${about.subscriptionId}` : kind;
        }),
        outcomes: outcomes.map(({ type, data }) => outcomeText(type, data)),
      };
    }),
  );
}

/** The refusal reasons that the contract names; all others are compared as `*`. */
const CONTRACT_REASONS = new Set([
  'role-not-permitted',
  'license-based',
  'provider-must-switch',
  'unsupported-cloud',
  'csp-to-csp-resale',
  'other-market',
  'own-subscription',
  'ended',
]);

function outcomeText(type: string, data: Readonly<Record<string, unknown>>): string {
  const { subscriptionId, reason, status, previousStatus, scope, step } = data;
  const about: readonly unknown[] =
    {
      'subscription.decided': [subscriptionId, previousStatus, status],
      'relationship.changed': [status, scope],
      'event.refused': [reason],
      'azure-onboarding.refused': [subscriptionId, CONTRACT_REASONS.has(String(reason)) ? reason : '*'],
      'azure-onboarding.failed': [subscriptionId, reason],
      'azure-onboarding.step-due': [subscriptionId, step],
      'azure-onboarding.started': [subscriptionId],
      'azure-onboarding.completed': [subscriptionId],
    }[type] ?? [];
  return [type, ...about.map(String)].join(' ');
}

/** Sorts each entry's mails and outcomes, and merges neighbouring `time.passed` entries. */
export function normalizeEntries(entries: readonly ModelEntry[]): ModelEntry[] {
  const merged: ModelEntry[] = [];
  for (const entry of entries) {
    const last = merged.at(-1);
    if (entry.type === 'time.passed' && last?.type === 'time.passed') {
      last.mails.push(...entry.mails);
      last.outcomes.push(...entry.outcomes);
    } else merged.push({ ...entry, mails: [...entry.mails], outcomes: [...entry.outcomes] });
  }
  for (const { mails, outcomes } of merged) {
    mails.sort();
    outcomes.sort();
  }
  return merged.filter(
    ({ type, mails, outcomes }) => type !== 'time.passed' || mails.length + outcomes.length > 0,
  );
}
