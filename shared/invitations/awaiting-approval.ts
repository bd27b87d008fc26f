import type { Case } from '../case/case.ts';

/** How many subscriptions a mail or page lists by name. */
const NAMED_LIMIT = 10;

/** Lists the subscriptions that wait for the customer's answer, by name; `more` counts those beyond the limit. */
export function subscriptionsAwaitingApproval(theCase: Case) {
  const waiting = [...theCase.subscriptions.values()].flatMap(({ reported, decision }) =>
    reported && decision?.status === 'awaiting-approval'
      ? [{ name: reported.name, billing: reported.billing }]
      : [],
  );
  waiting.sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return { subscriptions: waiting.slice(0, NAMED_LIMIT), more: Math.max(0, waiting.length - NAMED_LIMIT) };
}
