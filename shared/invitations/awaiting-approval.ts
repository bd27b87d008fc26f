import type { Case } from '../case/case.ts';

/** Subscriptions named in mail and page; the rest is counted. */
export const NAMED_LIMIT = 10;

/** The subscriptions that wait for the customer's answer, by name, for mail and page. */
export function subscriptionsAwaitingApproval(of: Case) {
  const waiting = [...of.subscriptions.values()].flatMap(({ reported, decision }) =>
    reported && decision?.status === 'awaiting-approval'
      ? [{ name: reported.name, billing: reported.billing }]
      : [],
  );
  waiting.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return { subscriptions: waiting.slice(0, NAMED_LIMIT), more: Math.max(0, waiting.length - NAMED_LIMIT) };
}
