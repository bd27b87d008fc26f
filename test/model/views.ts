import type { Case } from '../../shared/case/case.ts';
import type { TimelineEntry } from '../../shared/case/timeline.ts';
import { toMillis } from '../../shared/events/instant.ts';
import { effectsOf } from '../../shared/process/effects.ts';
import type { Model, ModelEntry, ModelInvitation } from './state.ts';

/** The core's ids of invitations, numbered as they were opened. */
export type Serials = Map<string, number>;

/** Rules that differ only by who asked: which subscription of several did is left open by the contract. */
const ASKING: Readonly<Record<string, string>> = {
  'license-request': 'license-awaiting',
  'azure-request': 'azure-awaiting',
};
const ruleOf = (rule: string | null) => (rule === null ? null : (ASKING[rule] ?? rule));

/** What is compared of a case of the core. */
export function coreView(of: Case, serials: Serials) {
  const invitation = (one: Case['invitation']) =>
    one && {
      serial: serials.get(one.id),
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

/** The same of the model. */
export function modelView(m: Model): ReturnType<typeof coreView> {
  const invitation = (one: ModelInvitation | null) =>
    one && {
      serial: one.serial,
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

/** What is compared of the core's entries; what time brought about between two events counts as one. */
export function coreEntries(of: Case, entries: readonly TimelineEntry[], serials: Serials): ModelEntry[] {
  return sorted(
    entries.map((entry) => {
      const { mails, outcomes } = effectsOf(of, entry);
      return {
        type: entry.type,
        result: entry.result,
        mails: mails.map(({ kind, invitationId, about }) => {
          if (kind === 'invitation') return `${kind} ${serials.get(invitationId ?? '')}`;
          if (kind === 'reminder') return `${kind} ${serials.get(invitationId ?? '')} ${about.reminder}`;
          if (kind === 'work-order') return `${kind} ${about.subscriptionId} ${about.step}`;
          return kind === 'inform-current-partner' ? `${kind} ${about.subscriptionId}` : kind;
        }),
        outcomes: outcomes.map(({ type, data }) => outcomeText(type, data)),
      };
    }),
  );
}

/** Reasons of refusals that the contract names; others are the core's own words. */
const TOLD = new Set([
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
      'azure-onboarding.refused': [subscriptionId, TOLD.has(String(reason)) ? reason : '*'],
      'azure-onboarding.failed': [subscriptionId, reason],
      'azure-onboarding.step-due': [subscriptionId, step],
      'azure-onboarding.started': [subscriptionId],
      'azure-onboarding.completed': [subscriptionId],
    }[type] ?? [];
  return [type, ...about.map(String)].join(' ');
}

/** Entries with their mails and outcomes in one order; neighbouring `time.passed` are one. */
export function sorted(entries: readonly ModelEntry[]): ModelEntry[] {
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
