import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import { ROLES, type Role, SCOPES, type Scope } from '../../../shared/events/vocabulary.ts';
import { nameOf, until, untilCaseShows } from '../cases/await-case.ts';
import { parseCaseKey } from '../cases/case-key.ts';
import { decided } from '../cases/format-decision.ts';
import { invitationFacts } from '../cases/print-case.ts';
import type { Call, Command, Report } from '../command.ts';
import { CliError, UsageError } from '../errors.ts';
import { checkedEvents } from '../events/check-events.ts';
import { freshEvent } from '../events/fresh-event.ts';
import { refuseReservedAddresses } from '../events/reserved-addresses.ts';
import { sendEvents } from '../events/send-events.ts';
import type { CaseKey } from '../stage/api.ts';
import { next, type Stage } from '../stage/stage.ts';

type Invitation = NonNullable<CaseFile['relationship']['invitation']>;

export const relink: Command = {
  name: 'relink',
  takes: '<partnerId> <tenantId>',
  positionals: { least: 2, most: 2 },
  summary: 'Invites a customer anew; the old link stops working',
  about: [
    'A dry run without --yes. Publishes relationship.requested, as the partner would, and tells what became of it: the customer is mailed at once, and the link it has stops working.',
  ],
  options: {
    email: { value: 'ADDRESS', about: 'to another address than the case has' },
    role: { value: 'ROLE', about: 'in whose role it is asked; default sales-agent' },
    scope: {
      value: 'SCOPE',
      about: `what is asked for: ${SCOPES.join(' or ')}; default what the case needs`,
    },
    timeout: { value: 'SECONDS', about: 'longest to wait; default 60' },
    yes: { about: 'does it' },
  },
  examples: [
    'relink contoso 8233bd63-f606-f18d-6fa2-5bd22831bf2b',
    'relink contoso 8233bd63-f606-f18d-6fa2-5bd22831bf2b --email admin@fabrikam.example --yes',
  ],
  async run(call) {
    const key = parseCaseKey(call);
    const longest = 1000 * call.number('timeout', { least: 1, most: 3600, otherwise: 60 });
    const stage = await call.stage();
    const known = await caseOf(stage, key);
    const before = known.relationship.invitation;
    const event = await requestOf(call, key, stage);
    const checked = checkedEvents([{ place: 'event 1', value: event }]);
    refuseReservedAddresses(checked, stage);
    if (!call.has('yes'))
      return planReport(stage, key, before, call.text('email') ?? known.customer.contactEmail);
    await sendEvents(stage.api, checked, 1, call.progress);
    const patience = { longest, progress: call.progress };
    const file = await untilCaseShows(stage.api, key, [event], patience);
    const entry = file?.timeline.find((one) => nameOf(one) === nameOf(event));
    if (!entry) {
      throw new CliError('not-yet', `The case does not show the request after ${longest / 1000} s.`, {
        fix: 'Look again later:',
        run: next(stage, 'dlq list'),
      });
    }
    const opened = entry.changes.some(({ kind }) => kind === 'invitation-opened');
    const after = opened ? await mailed(stage, key, patience) : (file?.relationship.invitation ?? null);
    const isNew = after !== null && after.id !== before?.id;
    const replaced = isNew && isOpen(before);
    return {
      ok: isNew && after.mail !== 'skipped',
      json: {
        stage: stage.name,
        ...key,
        dryRun: false,
        result: entry.result,
        reason: entry.reason,
        old: before,
        replaced,
        new: isNew ? after : null,
      },
      text(page) {
        const became = replaced ? 'replaced, its link does not work any more' : before?.status;
        const old =
          before && invitationFacts({ ...before, comment: null }, { name: 'old', ...(became && { became }) });
        page.facts([...(old ?? []), ...(isNew ? invitationFacts(after, { name: 'new' }) : [])]);
        if (!isNew) {
          const why = [entry.result, decided(entry)].filter((words) => words !== '').join('; ');
          page.line({ text: `No new invitation: ${why}.`, tone: 'bad' });
        } else if (after.mail === 'skipped') {
          const text = 'Not mailed: the partner wants no invitations sent, or the address bounced before.';
          page.line({ text, tone: 'bad' });
        }
      },
    };
  },
};

/** What would be done. @param address where the mail would go; `null` when the case knows none */
function planReport(stage: Stage, key: CaseKey, before: Invitation | null, address: string | null): Report {
  return {
    ok: true,
    json: {
      stage: stage.name,
      ...key,
      dryRun: true,
      result: null,
      reason: null,
      old: before,
      replaced: false,
      new: null,
    },
    text(page) {
      if (before) page.facts(invitationFacts({ ...before, comment: null }, { name: 'now' }));
      const mail =
        address === null
          ? 'The case knows no address to mail to: give one with --email.'
          : `Would invite ${address} by mail.`;
      page.line(isOpen(before) ? `${mail} The link above stops working.` : mail);
      page.line('Nothing was changed. Do it with --yes.');
    },
  };
}

/** Whether an invitation's link can still be used. */
function isOpen(invitation: Invitation | null): boolean {
  return invitation?.status === 'open' || invitation?.status === 'consented';
}

async function caseOf({ api }: Stage, key: CaseKey): Promise<CaseFile> {
  const file = await api.caseFile(key);
  if (file) return file;
  throw new CliError('unknown-case', `Partner ${key.partnerId} has no case of customer ${key.tenantId}.`, {
    fix: 'A customer is known by its first subscription.ingested.',
  });
}

async function requestOf(call: Call, key: CaseKey, stage: Stage) {
  const contactEmail = call.text('email');
  const role = choice<Role>('role', ROLES, call.text('role') ?? 'sales-agent');
  const asked = call.text('scope');
  const scope = asked === undefined ? undefined : choice<Scope>('scope', SCOPES, asked);
  return freshEvent(
    'relationship.requested',
    {
      partnerId: key.partnerId,
      customer: { tenantId: key.tenantId },
      requestedBy: { role },
      ...(contactEmail !== undefined && { contactEmail }),
      ...(scope !== undefined && { scope }),
    },
    await stage.now(),
  );
}

function choice<Word extends string>(option: string, words: readonly Word[], given: string): Word {
  const found = words.find((word) => word === given);
  if (found === undefined)
    throw new UsageError(`--${option} takes one of ${words.join(', ')}, not ${given}.`);
  return found;
}

/** The case's invitation once its mail has left, or as it is when that takes too long. */
async function mailed(
  stage: Stage,
  key: CaseKey,
  patience: Parameters<typeof until>[1],
): Promise<Invitation | null> {
  let last: Invitation | null = null;
  await until('the mail', patience, async () => {
    last = (await stage.api.caseFile(key))?.relationship.invitation ?? null;
    return last === null || last.mail === 'queued' || last.mail === 'sending' ? null : last;
  });
  return last;
}
