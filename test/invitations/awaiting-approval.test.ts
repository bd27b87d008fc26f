import { expect, test } from 'vitest';
import { subscriptionsAwaitingApproval } from '../../shared/invitations/awaiting-approval.ts';
import { event, foldEvents, ingested } from '../fixtures/fold-events.ts';

const licences = (...names: string[]) =>
  foldEvents(names.map((name, index) => ingested(0, { id: `s-${index}`, name }))).case;

test('subscriptions that wait for the answer are listed by name', () => {
  const waiting = subscriptionsAwaitingApproval(licences('Visio', 'Office', 'Project', 'Office'));
  expect(waiting.subscriptions).toEqual(
    ['Office', 'Office', 'Project', 'Visio'].map((name) => ({ name, billing: 'license-based' })),
  );
  expect(waiting.more).toBe(0);
});

test('a subscription without a decision does not wait', () => {
  const of = licences('Office');
  const undecided = new Map([...of.subscriptions].map(([id, one]) => [id, { ...one, decision: null }]));
  expect(subscriptionsAwaitingApproval({ ...of, subscriptions: undecided }).subscriptions).toEqual([]);
});

test('ten are named, the others counted', () => {
  const names = Array.from({ length: 12 }, (_, index) => `Licence ${String(index).padStart(2, '0')}`);
  const ten = subscriptionsAwaitingApproval(licences(...names.slice(0, 10)));
  expect([ten.subscriptions.length, ten.more]).toEqual([10, 0]);
  const twelve = subscriptionsAwaitingApproval(licences(...names.toReversed()));
  expect([twelve.subscriptions.map(({ name }) => name), twelve.more]).toEqual([names.slice(0, 10), 2]);
});

test('a subscription that does not wait is not listed, nor one that nobody has reported', () => {
  const { case: of } = foldEvents([
    ingested(0),
    ingested(0, { id: 'own', name: 'Own' }, { role: 'billing-admin' }),
    event('subscription.ended', 0, { subscriptionId: 'unknown' }),
  ]);
  expect(of.subscriptions.size).toBe(3);
  expect(subscriptionsAwaitingApproval(of)).toEqual({
    subscriptions: [{ name: 'Office', billing: 'license-based' }],
    more: 0,
  });
});
