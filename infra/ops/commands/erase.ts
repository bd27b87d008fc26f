import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import { isPartnerKnown, untilCaseShows } from '../cases/await-case.ts';
import { givenCase } from '../cases/case-key.ts';
import { readCase } from '../cases/read-case.ts';
import type { Call, Command } from '../command.ts';
import { type LettersOf, lettersOf, type Traces } from '../erase/letters-of.ts';
import { REMAINS } from '../erase/remains.ts';
import { checkedEvents } from '../events/check-events.ts';
import { freshEvent } from '../events/fresh-event.ts';
import { sendEvents } from '../events/send-events.ts';
import type { CaseKey } from '../stage/api.ts';
import type { Stage } from '../stage/stage.ts';
import { deadLetterName } from '../stage/stage.ts';
import type { Page } from '../terminal/page.ts';
import { count } from '../terminal/words.ts';
import { Trouble } from '../trouble.ts';

export const erase: Command = {
  name: 'erase',
  takes: '<partnerId> <tenantId>',
  positionals: { least: 2, most: 2 },
  summary: 'Erases a customer’s personal data at a partner',
  about: [
    'A dry run without --yes. Publishes customer.erased, waits until the case file shows it, and deletes the customer’s messages from every dead-letter queue. What happened before does not come back, however late it arrives.',
    'A customer of several partners has a case with each: erase it there too.',
  ],
  options: {
    timeout: { value: 'SECONDS', about: 'longest to wait; default 60' },
    yes: { about: 'does it; it cannot be taken back' },
  },
  examples: [
    'erase contoso 8233bd63-f606-f18d-6fa2-5bd22831bf2b',
    'erase contoso 8233bd63-f606-f18d-6fa2-5bd22831bf2b --yes',
  ],
  async run(call) {
    const key = givenCase(call);
    const longest = 1000 * call.number('timeout', { least: 1, most: 3600, otherwise: 60 });
    const stage = await call.stage();
    const before = await readCase(stage.api, key, () => false);
    const traces = tracesOf(key, before);
    const doIt = call.has('yes');
    const after = doIt ? await publishErased(call, stage, key, longest) : null;
    const letters = await lettersOf(stage, traces, doIt);
    const left = letters.reduce((sum, one) => sum + one.left, 0);
    return {
      ok: left === 0,
      json: {
        stage: stage.name,
        ...key,
        dryRun: !doIt,
        known: before !== null,
        erasedAt: after?.customer.erasedAt ?? before?.customer.erasedAt ?? null,
        deadLetters: letters,
        remains: REMAINS,
      },
      text(page) {
        if (doIt) tellDone(page, after, letters, left);
        else tellPlan(page, before, letters);
        page.line();
        page.line({
          text: doIt ? 'What remains, and where' : 'What would remain, and where',
          tone: 'strong',
        });
        page.facts(REMAINS.map(({ where, what, todo }) => [`  ${where}`, `${what}. Do: ${todo}.`]));
        if (!doIt) {
          page.line();
          page.line('Nothing was changed. Do it with --yes; it cannot be taken back.');
        }
      },
    };
  },
};

function tracesOf(key: CaseKey, file: CaseFile | null): Traces {
  const invitation = file?.relationship.invitation;
  const mailIds = new Set(file?.mails.map(({ id }) => id));
  if (invitation) mailIds.add(`${invitation.id}-invitation`);
  const { contactEmail = null } = file?.customer ?? {};
  return { ...key, mailIds, addresses: contactEmail === null ? [] : [contactEmail.toLowerCase()] };
}

/** @returns the case file that shows it; `null` when the partner is unknown, so that there can be no case */
async function publishErased(
  call: Call,
  stage: Stage,
  key: CaseKey,
  longest: number,
): Promise<CaseFile | null> {
  const now = await stage.now();
  if (!(await isPartnerKnown(stage.api, key.partnerId, now))) return null;
  const data = { partnerId: key.partnerId, customer: { tenantId: key.tenantId } };
  const event = freshEvent('customer.erased', data, now);
  await sendEvents(stage.api, checkedEvents([{ place: 'event 1', value: event }]), 1, call.progress);
  const file = await untilCaseShows(stage.api, key, [event], { longest, progress: call.progress });
  if (file) return file;
  throw new Trouble('not-yet', `The case does not show the erasure after ${longest / 1000} s.`, {
    fix: 'It is under way. Run this again later: it also deletes what is left in the dead-letter queues.',
  });
}

function tellPlan(page: Page, before: CaseFile | null, letters: readonly LettersOf[]): void {
  page.line({ text: 'Would erase', tone: 'strong' });
  const { customer, relationship, subscriptions } = before ?? {};
  const invitation = relationship?.invitation;
  page.facts([
    [
      '  customer',
      customer?.name == null
        ? 'nothing is known of it'
        : `${customer.name}, ${customer.contactEmail ?? 'without an address'}`,
    ],
    ['  subscriptions', String(subscriptions?.length ?? 0)],
    [
      '  relationship',
      `${relationship?.status ?? 'none'}${invitation?.status === 'open' ? '; the open link stops working' : ''}`,
    ],
    ...(invitation?.comment == null ? [] : [['  comment', 'one, of a refusal'] as const]),
    ['  dead letters', lettersLine(letters)],
  ]);
}

function tellDone(page: Page, after: CaseFile | null, letters: readonly LettersOf[], left: number): void {
  page.line(
    after
      ? { text: 'Erased: the case knows no name, address, subscription or comment any more.', tone: 'good' }
      : 'The partner is not registered, so there is no case.',
  );
  page.line(`Deleted from dead-letter queues: ${lettersLine(letters)}.`);
  if (left > 0) page.line({ text: `${left} could not be deleted. Run this again.`, tone: 'bad' });
}

function lettersLine(letters: readonly LettersOf[]): string {
  if (letters.length === 0) return 'none';
  return letters
    .map((one) => `${count(one.messages, 'message')} of ${deadLetterName({ name: one.queue })}`)
    .join(', ');
}
