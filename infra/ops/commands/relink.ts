import { Command } from '@commander-js/extra-typings';
import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import { ROLES, SCOPES } from '../../../shared/events/vocabulary.ts';
import { eventName, until, untilCaseShows, type WaitOptions } from '../cases/await-case.ts';
import { decisionText, invitationFacts } from '../cases/print-case.ts';
import { parsePartnerId, parseTenantId } from '../cases/read-case.ts';
import { type ActionOf, oneOf, oneText, type Report, wholeNumber, withExamples } from '../command.ts';
import { CliError } from '../errors.ts';
import { checkedEvents, refuseReservedAddresses } from '../events/check-events.ts';
import { freshEvent } from '../events/fresh-event.ts';
import { sendEvents } from '../events/send-events.ts';
import type { CaseKey } from '../stage/api.ts';
import { commandLine, type Stage } from '../stage/stage.ts';

type Invitation = NonNullable<CaseFile['relationship']['invitation']>;

export function relinkCommand(action: ActionOf) {
  const command = new Command('relink')
    .argument('<partnerId>', '', parsePartnerId)
    .argument('<tenantId>', '', parseTenantId)
    .summary('Invite a customer again; the old link stops working')
    .description(
      [
        'Invites a customer again. A dry run without --yes.',
        'Publishes relationship.requested, as the partner would, and shows the result. The customer gets a new mail, and the old link stops working.',
      ].join('\n\n'),
    )
    .option('--email <ADDRESS>', 'mail to this address; default: the address of the case', oneText('email'))
    .option('--role <ROLE>', 'the role of the requester', oneOf('role', ROLES), 'sales-agent' as const)
    .option(
      '--scope <SCOPE>',
      `the requested scope, ${SCOPES.join(' or ')}; default: what the case needs`,
      oneOf('scope', SCOPES),
    )
    .option('--timeout <SECONDS>', 'the longest wait', wholeNumber('timeout', 1, 3600), 60)
    .option('--yes', 'do it')
    .action(
      action(async (session, partnerId, tenantId, { email, role, scope, timeout, yes = false }) => {
        const key = { partnerId, tenantId };
        const stage = await session.stage();
        const { customer, relationship } = await caseOf(stage, key);
        const before = relationship.invitation;
        const event = freshEvent(
          'relationship.requested',
          {
            partnerId,
            customer: { tenantId },
            requestedBy: { role },
            ...(email !== undefined && { contactEmail: email }),
            ...(scope !== undefined && { scope }),
          },
          await stage.now(),
        );
        const events = checkedEvents([{ place: 'event 1', value: event }]);
        refuseReservedAddresses(events, stage);
        if (!yes) return planReport(stage, key, before, email ?? customer.contactEmail);
        await sendEvents(stage.api, events, 1, session.progress);
        const options = { longest: 1000 * timeout, progress: session.progress };
        const file = await untilCaseShows(stage.api, key, [event], options);
        const entry = file?.timeline.find((one) => eventName(one) === eventName(event));
        if (!entry) {
          throw new CliError('not-yet', `The case does not show the request after ${timeout} s.`, {
            fix: 'Look again later:',
            run: commandLine(stage, 'dlq list'),
          });
        }
        const opened = entry.changes.some(({ kind }) => kind === 'invitation-opened');
        const after = opened
          ? await untilMailed(stage, key, options)
          : (file?.relationship.invitation ?? null);
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
          text(output) {
            const status = replaced ? 'replaced, its link does not work any more' : before?.status;
            const old =
              before &&
              invitationFacts({ ...before, comment: null }, { name: 'old', ...(status && { status }) });
            output.facts([...(old ?? []), ...(isNew ? invitationFacts(after, { name: 'new' }) : [])]);
            if (!isNew) {
              const why = [entry.result, decisionText(entry)].filter((words) => words !== '').join('; ');
              output.line({ text: `No new invitation: ${why}.`, tone: 'bad' });
            } else if (after.mail === 'skipped') {
              const text =
                'Not mailed: the partner wants no invitations sent, or the address bounced before.';
              output.line({ text, tone: 'bad' });
            }
          },
        };
      }),
    );
  return withExamples(
    command,
    'relink contoso 8233bd63-f606-f18d-6fa2-5bd22831bf2b',
    'relink contoso 8233bd63-f606-f18d-6fa2-5bd22831bf2b --email admin@fabrikam.example --yes',
  );
}

/** The report of a dry run. @param address the address that the mail would go to; `null` if the case has none */
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
    text(output) {
      if (before) output.facts(invitationFacts({ ...before, comment: null }, { name: 'now' }));
      const mail =
        address === null
          ? 'The case has no address. Give one with --email.'
          : `Would invite ${address} by mail.`;
      output.line(isOpen(before) ? `${mail} The link above stops working.` : mail);
      output.line('Nothing was changed. Do it with --yes.');
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
    fix: 'The first subscription.ingested of a customer opens the case.',
  });
}

/** Waits until the invitation's mail has been sent. @returns the invitation, as it is by then */
async function untilMailed(stage: Stage, key: CaseKey, options: WaitOptions): Promise<Invitation | null> {
  let last: Invitation | null = null;
  await until('the mail', options, async () => {
    last = (await stage.api.caseFile(key))?.relationship.invitation ?? null;
    return last === null || last.mail === 'queued' || last.mail === 'sending' ? null : last;
  });
  return last;
}
