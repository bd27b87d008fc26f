import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import { isPartnerKnown, nameOf, untilCaseShows, type WaitOptions } from '../cases/await-case.ts';
import { CliError } from '../errors.ts';
import { checkedEvents } from '../events/check-events.ts';
import { type FreshEvent, freshEvent } from '../events/fresh-event.ts';
import { sendEvents } from '../events/send-events.ts';
import type { CaseKey } from '../stage/api.ts';
import { next, type Stage } from '../stage/stage.ts';

/** Reasons not to apply an erasure that mean that a later one did its work. */
const ERASED_BEFORE: ReadonlySet<string> = new Set(['already-erased', 'customer-erased']);
const UNTOUCHED = 'Nothing was deleted from the dead-letter queues.';

/**
 * Publishes `customer.erased` and waits until the case is seen to be empty.
 * @returns the case file then; `null` when the partner is not registered, so that the erasure waits for it
 * @throws CliError when the case does not show the erasure in time, did not take it, or knows the customer all the same
 */
export async function publishErasure(
  stage: Stage,
  key: CaseKey,
  patience: WaitOptions,
): Promise<CaseFile | null> {
  const now = await stage.now();
  const isKnown = await isPartnerKnown(stage.api, key.partnerId, now);
  const data = { partnerId: key.partnerId, customer: { tenantId: key.tenantId } };
  const event = freshEvent('customer.erased', data, now);
  await sendEvents(stage.api, checkedEvents([{ place: 'event 1', value: event }]), 1, patience.progress);
  if (!isKnown) return null;
  const file = await untilCaseShows(stage.api, key, [event], patience);
  if (!file) {
    throw new CliError(
      'not-yet',
      `The case does not show the erasure after ${patience.longest / 1000} s. ${UNTOUCHED}`,
      { fix: 'It is under way. Run this again later.' },
    );
  }
  return emptied(file, event, stage, key);
}

function emptied(file: CaseFile, event: FreshEvent, stage: Stage, key: CaseKey): CaseFile {
  const entry = file.timeline.find((one) => nameOf(one) === nameOf(event));
  const { name, contactEmail } = file.customer;
  const isTaken = entry?.result === 'applied' || (entry?.reason != null && ERASED_BEFORE.has(entry.reason));
  const isEmpty = name === null && contactEmail === null && file.subscriptions.length === 0;
  if (isTaken && isEmpty) return file;
  const became = [entry?.result, entry?.reason].filter(Boolean).join(', reason ');
  const why = isTaken
    ? 'The case took the erasure, but knows the customer: something came after it.'
    : `The case did not take the erasure: ${became}.`;
  throw new CliError('not-erased', `${why} ${UNTOUCHED}`, {
    fix: 'See what the case says, then run this again:',
    run: next(stage, `case ${key.partnerId} ${key.tenantId}`),
  });
}
