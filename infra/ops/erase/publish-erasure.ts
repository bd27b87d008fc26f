import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import { eventName, untilCaseShows, type WaitOptions } from '../cases/await-case.ts';
import { isPartnerKnown } from '../cases/partner-lookup.ts';
import { CliError } from '../errors.ts';
import { checkedEvents } from '../events/check-events.ts';
import { type FreshEvent, freshEvent } from '../events/fresh-event.ts';
import { sendEvents } from '../events/send-events.ts';
import type { CaseKey } from '../stage/api.ts';
import { commandLine, type Stage } from '../stage/stage.ts';

/** Reasons for which an erasure changes nothing, because another one did the work. */
const ERASED_BEFORE: ReadonlySet<string> = new Set(['already-erased', 'customer-erased']);
const NOTHING_DELETED = 'Nothing was deleted from the dead-letter queues.';

/**
 * Publishes `customer.erased` and waits until the case is empty.
 * @returns the case file, or `null` if the partner is not registered and the erasure waits for it
 * @throws CliError if the case does not show the erasure in time, refused it, or still has data of the customer
 */
export async function publishErasure(
  stage: Stage,
  key: CaseKey,
  options: WaitOptions,
): Promise<CaseFile | null> {
  const now = await stage.now();
  const isKnown = await isPartnerKnown(stage.api, key.partnerId, now);
  const data = { partnerId: key.partnerId, customer: { tenantId: key.tenantId } };
  const event = freshEvent('customer.erased', data, now);
  await sendEvents(stage.api, checkedEvents([{ place: 'event 1', value: event }]), 1, options.progress);
  if (!isKnown) return null;
  const file = await untilCaseShows(stage.api, key, [event], options);
  if (!file) {
    throw new CliError(
      'not-yet',
      `The case does not show the erasure after ${options.longest / 1000} s. ${NOTHING_DELETED}`,
      { fix: 'The event was accepted. Run this again later.' },
    );
  }
  checkErased(file, event, stage, key);
  return file;
}

function checkErased(file: CaseFile, event: FreshEvent, stage: Stage, key: CaseKey): void {
  const entry = file.timeline.find((one) => eventName(one) === eventName(event));
  const { name, contactEmail } = file.customer;
  const isApplied = entry?.result === 'applied' || (entry?.reason != null && ERASED_BEFORE.has(entry.reason));
  const isEmpty = name === null && contactEmail === null && file.subscriptions.length === 0;
  if (isApplied && isEmpty) return;
  const result = [entry?.result, entry?.reason].filter(Boolean).join(', reason ');
  const why = isApplied
    ? 'The erasure was applied, but a later event brought data of the customer.'
    : `The erasure was not applied: ${result}.`;
  throw new CliError('not-erased', `${why} ${NOTHING_DELETED}`, {
    fix: 'Read the case, then run this again:',
    run: commandLine(stage, `case ${key.partnerId} ${key.tenantId}`),
  });
}
