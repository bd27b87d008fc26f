import { describe, expect, test } from 'vitest';
import { emptyCase } from '../../shared/case/case.ts';
import {
  hasPersonalData,
  isBeforeErasure,
  isOfEarlierGeneration,
  withoutPersonalData,
} from '../../shared/case/erasure.ts';
import type { TimelineEntry } from '../../shared/case/timeline.ts';
import { foldEvents, ingested } from '../fixtures/fold-events.ts';

const entry: TimelineEntry = {
  key: 'key-of-the-event',
  source: '/crm',
  id: 'event-1',
  type: 'azure-onboarding.failed',
  at: '2026-01-05T09:00:00.000Z',
  recordedAt: '2026-01-05T09:00:01.000Z',
  subscriptionId: 's-1',
  rule: null,
  chain: null,
  result: 'applied',
  reason: null,
  table: '1',
  decisions: [],
  changes: [],
  extensions: {},
};

describe('an entry without personal data', () => {
  test('loses the detail of a failure, and keeps every other change', () => {
    const reminded = { kind: 'reminded', invitationId: 'i', reminder: 1 } as const;
    const failed = { kind: 'onboarding-failed', subscriptionId: 's-1', reason: 'other' } as const;
    const { changes } = withoutPersonalData({
      ...entry,
      changes: [reminded, { ...failed, detail: 'Ask Robin' }],
    });
    expect(changes).toEqual([reminded, { ...failed, detail: null }]);
  });

  test('keeps the extensions that trace, unless one holds an address', () => {
    const traced = { correlationid: 'c-1', causationid: 7, traceparent: '00-1', tracestate: 'a=b' };
    const { extensions } = withoutPersonalData({
      ...entry,
      extensions: { ...traced, customername: 'Robin', partitionkey: 'p' },
    });
    expect(extensions).toEqual(traced);
    for (const name of Object.keys(traced)) {
      const changed = { ...traced, [name]: 'robin@fabrikam.example' };
      expect(withoutPersonalData({ ...entry, extensions: changed }).extensions).not.toHaveProperty(name);
    }
  });

  test('loses an id or source that holds an address; its key still says which event it was', () => {
    expect(withoutPersonalData(entry)).toEqual(entry);
    const erased = withoutPersonalData({
      ...entry,
      id: 'mail-to-robin@fabrikam.example',
      source: '/crm/robin%40fabrikam.example',
    });
    expect(erased).toEqual({ ...entry, id: 'erased-key-of-the-event', source: '/erased' });
    expect(withoutPersonalData(erased)).toEqual(erased);
  });
});

describe('a case has personal data', () => {
  const empty = emptyCase({ partnerId: 'contoso', tenantId: 't' });
  const full = foldEvents([ingested(0)]).case;

  test('once it has a customer, an invitation, a request, a subscription or a relationship', () => {
    expect(hasPersonalData(empty)).toBe(false);
    const { customer, invitation, subscriptions, relationship } = full;
    const request = { at: '2026-01-05T09:00:00.000Z' };
    for (const part of [{ customer }, { invitation }, { subscriptions }, { relationship }, { request }])
      expect([Object.keys(part), hasPersonalData({ ...empty, ...part })]).toEqual([Object.keys(part), true]);
  });
});

describe('what is before an erasure', () => {
  const at = '2026-01-05T09:00:00.000Z';

  test('is what happened up to its time', () => {
    expect(isBeforeErasure({ erasedAt: null }, at)).toBe(false);
    expect(isBeforeErasure({ erasedAt: at }, at)).toBe(true);
    expect(isBeforeErasure({ erasedAt: at }, '2026-01-05T09:00:00.001Z')).toBe(false);
    expect(isBeforeErasure({ erasedAt: at }, '2026-01-05T08:59:59.999Z')).toBe(true);
  });

  test('is what belongs to an earlier generation; without one it is of the first', () => {
    expect(isOfEarlierGeneration({ generation: 0 }, {})).toBe(false);
    expect(isOfEarlierGeneration({ generation: 1 }, {})).toBe(true);
    expect(isOfEarlierGeneration({ generation: 2 }, { generation: 1 })).toBe(true);
    expect(isOfEarlierGeneration({ generation: 2 }, { generation: 2 })).toBe(false);
  });
});
