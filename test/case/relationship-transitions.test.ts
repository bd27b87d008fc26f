import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyCase } from '../../shared/case/case.ts';
import { createDraft } from '../../shared/case/draft.ts';
import { heldScope, RELATIONSHIP_STATUSES } from '../../shared/case/relationship.ts';
import {
  applyTransition,
  RELATIONSHIP_TRANSITIONS,
  RELATIONSHIP_TRIGGERS,
  type RelationshipTrigger,
  transitionOf,
} from '../../shared/case/relationship-transitions.ts';
import type { CaseFoldEvent } from '../../shared/events/internal-events.ts';
import { azure, DAY, event, foldEvents, ingested, NOON, partner, TENANT } from '../fixtures/fold-events.ts';

/** The rows of the contract, §3.3: from, trigger, to. */
const CONTRACT = [
  [['none', 'declined', 'expired', 'removed', 'undeliverable'], 'invitation-opened', 'invited'],
  [['invited', 'none', 'declined', 'expired', 'removed', 'undeliverable', 'consented'], 'approved', 'active'],
  [['invited'], 'consented', 'consented'],
  [['invited'], 'declined', 'declined'],
  [['invited', 'consented'], 'expired', 'expired'],
  [['invited'], 'undeliverable', 'undeliverable'],
  [['active'], 'removed', 'removed'],
] as const satisfies readonly (readonly [readonly string[], RelationshipTrigger, string])[];

describe('the state machine of the relationship', () => {
  it.each(CONTRACT)('%j by %s leads to %s (contract 3.3)', (from, trigger, to) => {
    for (const status of from) expect([status, transitionOf(status, trigger)?.to]).toEqual([status, to]);
  });

  it('has at most one row for a status and a trigger', () => {
    for (const trigger of Object.keys(RELATIONSHIP_TRIGGERS)) {
      for (const status of RELATIONSHIP_STATUSES) {
        const rows = RELATIONSHIP_TRANSITIONS.filter(
          (row) => row.event === trigger && row.from.includes(status),
        );
        expect([trigger, status, rows.length <= 1]).toEqual([trigger, status, true]);
      }
    }
  });

  it('changes nothing by an event that has no row for the status', () => {
    expect(transitionOf('none', 'consented')).toBeNull();
    const { case: of } = foldEvents([ingested(0)]);
    const untouched = { ...of, relationship: { ...of.relationship, status: 'none' as const } };
    const draft = createDraft(untouched, new Map(), new Set());
    applyTransition(draft, 'declined', { at: of.relationship.changedAt ?? '' });
    expect([draft.case, draft.changes]).toEqual([{ ...untouched, subscriptions: new Map() }, []]);
  });

  it('moves a relationship without an invitation', () => {
    const draft = createDraft(emptyCase({ partnerId: 'contoso', tenantId: TENANT }), new Map(), new Set());
    applyTransition(draft, 'approved', { at: '2026-11-22T12:00:00.000Z', scope: 'delegated-admin' });
    expect([draft.case.relationship.status, draft.case.invitation]).toEqual(['active', null]);
  });

  it('holds nothing while a scope is not known', () => {
    const { relationship } = foldEvents([]).case;
    expect(heldScope({ ...relationship, status: 'active', scope: null })).toBe('none');
    expect(heldScope({ ...relationship, status: 'removed', scope: 'reseller-only' })).toBe('none');
  });

  it('has a row for every trigger, and only known statuses', () => {
    expect(new Set(RELATIONSHIP_TRANSITIONS.map((row) => row.event))).toEqual(
      new Set(Object.keys(RELATIONSHIP_TRIGGERS)),
    );
    for (const { from, to } of RELATIONSHIP_TRANSITIONS)
      expect(RELATIONSHIP_STATUSES).toEqual(expect.arrayContaining([...from, to]));
  });

  it('reaches every status, and leaves no other way into one, with random events', () => {
    const moves = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(anyEvent(), { maxLength: 12 }),
        fc.nat(60),
        fc.boolean(),
        (events, days, bounces) => {
          const context = { partner: { ...partner, acceptance: 'partner-center' as const } };
          const first = foldEvents(events, context);
          const id = first.case.invitation?.id;
          const failures = bounces && id !== undefined ? [mailFailed(id)] : [];
          const later = { ...context, now: NOON + 3_600_000 + days * DAY };
          const second = foldEvents(failures, later, first.case);
          for (const { changes } of [...first.entries, ...second.entries]) {
            for (const change of changes) {
              if (change.kind === 'relationship') moves.add(`${change.previousStatus} → ${change.status}`);
            }
          }
        },
      ),
      { numRuns: 400, seed: 7 },
    );
    const allowed = RELATIONSHIP_TRANSITIONS.flatMap(({ from, to }) =>
      from.map((status) => `${status} → ${to}`),
    );
    expect([...moves].filter((move) => !allowed.includes(move))).toEqual([]);
    expect(new Set([...moves].map((move) => move.split(' → ')[1]))).toEqual(new Set(RELATIONSHIP_STATUSES));
  });
});

function anyEvent() {
  const minute = fc.integer({ min: 0, max: 50 });
  return fc.oneof(
    minute.map((at) => ingested(at)),
    minute.map((at) => ingested(at, { ...azure })),
    minute.map((at) => event('relationship.requested', at)),
    minute.map((at) => event('relationship.approved', at, { via: 'upstream', scope: 'delegated-admin' })),
    minute.map((at) => event('relationship.approved', at, { via: 'customer-link' })),
    minute.map((at) => event('relationship.declined', at, { via: 'customer-link' })),
    minute.map((at) => event('relationship.removed', at, { by: 'customer' })),
    minute.map((at) => event('customer.erased', at, { customer: { tenantId: TENANT } })),
  );
}

function mailFailed(invitationId: string): CaseFoldEvent {
  return {
    id: 'failed',
    source: '/mail',
    type: 'mail.failed',
    time: new Date(NOON + 3_600_000).toISOString(),
    data: { partnerId: 'contoso', customer: { tenantId: TENANT }, why: 'bounced', invitationId },
    extensions: {},
  };
}
