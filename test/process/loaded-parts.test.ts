import { describe, expect, test } from 'vitest';
import { DEFAULT_ALLOWED_ROLES } from '../../shared/events/vocabulary.ts';
import { foldCase } from '../../shared/process/fold-case.ts';
import { azure, event, foldEvents, ingested, NOON, partner } from '../fixtures/fold-events.ts';

/* A fold of a large case of which only some subscriptions were loaded. */

const settings = {
  invitationDays: 30,
  declineBlockDays: 30,
  reminderDays: [3, 10, 25],
  allowedRoles: DEFAULT_ALLOWED_ROLES,
};
const context = { partner, now: NOON + 3_600_000, settings };
const { case: whole } = foldEvents([ingested(0), ingested(0, { id: 'sub-2' })]);
const [first] = whole.subscriptions;
if (!first) throw new Error('no subscription');
const partly = { ...whole, subscriptions: new Map([first]) };
const oneStays = { otherSubscriptions: 1, sealed: new Set<string>() };
const fold = (events: Parameters<typeof foldEvents>[0], from = partly) =>
  foldCase(from, events, context, oneStays);

describe('a fold with subscriptions that were not loaded', () => {
  test('is possible while the facts they share do not change', () => {
    const folded = fold([ingested(1, { id: 'sub-3' })]);
    expect(folded).toMatchObject({ kind: 'folded', written: new Set(['sub-3']) });
  });

  test.each([
    ['an approval', event('relationship.approved', 1, { via: 'upstream', scope: 'delegated-admin' })],
    ['an erasure', event('customer.erased', 1)],
    ['a request that names no scope', event('relationship.requested', 1)],
  ])('needs all of them for %s', (_, one) => {
    expect(fold([one])).toEqual({ kind: 'needs-all-subscriptions' });
  });

  test('needs them not for a request that names its scope and changes no fact', () => {
    const again = event('relationship.requested', 1, { scope: 'delegated-admin' });
    expect(fold([again]).kind).toBe('folded');
  });

  test('needs all of them once one of them may be due', () => {
    const dueAt = (at: number) => fold([ingested(1, { id: 'sub-3' })], { ...partly, subscriptionsDueAt: at });
    expect(dueAt(context.now)).toEqual({ kind: 'needs-all-subscriptions' });
    expect(dueAt(context.now + 1)).toMatchObject({
      kind: 'folded',
      case: { subscriptionsDueAt: context.now + 1 },
    });
  });

  test('of a whole case looks at the subscriptions, not at the stored time', () => {
    const folded = foldCase({ ...whole, subscriptionsDueAt: NOON }, [ingested(1, azure)], context);
    expect(folded).toMatchObject({ kind: 'folded', case: { subscriptionsDueAt: null } });
  });
});

test('any other error ends the fold', () => {
  const broken = {
    ...settings,
    get allowedRoles(): never {
      throw new Error('settings that cannot be read');
    },
  };
  expect(() => foldCase(whole, [ingested(1, azure)], { ...context, settings: broken })).toThrow(
    'settings that cannot be read',
  );
});
