import { randomBytes, randomUUID } from 'node:crypto';
import { Command } from '@commander-js/extra-typings';
import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import { ROLES, type Role } from '../../../shared/events/vocabulary.ts';
import {
  eventName,
  until,
  untilCaseShows,
  untilPartnerIsKnown,
  type WaitOptions,
} from '../cases/await-case.ts';
import { type ActionOf, oneOf, wholeNumber, withExamples } from '../command.ts';
import { CliError, toCliError } from '../errors.ts';
import { checkedEvents } from '../events/check-events.ts';
import { type FreshEvent, freshEvent } from '../events/fresh-event.ts';
import { sendEvents } from '../events/send-events.ts';
import type { CaseKey } from '../stage/api.ts';
import { commandLine, type Stage } from '../stage/stage.ts';

export function smokeCommand(action: ActionOf) {
  const command = new Command('smoke')
    .summary('Test a stage with a sample partner and customer')
    .description(
      [
        'Tests a stage: publishes a sample partner and subscription, waits for the invitation, and erases the customer.',
        'The partner is smoke-<random>, the customer is a random tenant, and the mail goes to the mailbox simulator of SES. The partner’s registration stays, and a timeline without personal data.',
      ].join('\n\n'),
    )
    .option(
      '--role <ROLE>',
      'the role of the requester, one of the stage’s allowedRoles',
      oneOf('role', ROLES),
      'sales-agent' as const,
    )
    .option('--timeout <SECONDS>', 'the longest wait of one step', wholeNumber('timeout', 1, 900), 60)
    .action(
      action(async ({ stage: openStage, progress }, { role, timeout }) => {
        const stage = await openStage();
        const key = { partnerId: `smoke-${randomBytes(5).toString('hex')}`, tenantId: randomUUID() };
        const { steps, cleanUp } = smokeTest(stage, key, role, { longest: 1000 * timeout, progress });
        const results: StepResult[] = [];
        for (const step of steps) {
          progress.report(step.name);
          results.push(await run(step));
          if (results.at(-1)?.ok === false) break;
        }
        // From the third step on, there may be a customer to erase, even if a step failed.
        if (results.length > 2) results.push(await run(cleanUp));
        const ok = results.every((result) => result.ok);
        return {
          ok,
          json: { stage: stage.name, ok, ...key, steps: results },
          text(output) {
            output.table(
              [{ head: '' }, { head: 'step' }, { head: 'time', right: true }, { head: 'saw', wraps: true }],
              results.map(({ ok: holds, step, milliseconds, saw }) => [
                holds ? { text: 'ok', tone: 'good' } : { text: 'FAILED', tone: 'bad' },
                step,
                `${(milliseconds / 1000).toFixed(1)} s`,
                saw,
              ]),
            );
            output.line();
            for (const { fix, run: hint } of results) {
              if (hint !== null) output.hint(fix ?? '', hint);
              else if (fix !== null) output.line(fix);
            }
            output.line(
              ok
                ? { text: `Stage ${stage.name} works.`, tone: 'good' }
                : { text: `Stage ${stage.name} does not work.`, tone: 'bad' },
            );
            if (results.length > 1)
              output.line(
                `Partner ${key.partnerId} stays registered. Customer ${key.tenantId} keeps a timeline without personal data.`,
              );
          },
        };
      }),
    );
  return withExamples(command, 'smoke', 'smoke --stage prod --region eu-central-1 --json');
}

/** The result of a step. */
interface StepResult {
  readonly step: string;
  readonly ok: boolean;
  readonly milliseconds: number;
  /** What the step saw, or what was wrong. */
  readonly saw: string;
  readonly fix: string | null;
  /** A command line that shows more. */
  readonly run: string | null;
}

async function run(step: Step): Promise<StepResult> {
  const startedAt = performance.now();
  const result = (outcome: Pick<StepResult, 'ok' | 'saw' | 'fix' | 'run'>) => ({
    step: step.name,
    milliseconds: Math.round(performance.now() - startedAt),
    ...outcome,
  });
  try {
    return result({ ok: true, saw: await step.check(), fix: null, run: null });
  } catch (error) {
    const { message, faults, fix = null, run: hint = null } = toCliError(error);
    const paths = faults.map(({ path, problem }) => `; ${path} ${problem}`).join('');
    return result({ ok: false, saw: `${message}${paths}`, fix, run: hint });
  }
}

/** One step of the smoke test. */
interface Step {
  readonly name: string;
  /** @returns what it saw, in a few words @throws CliError if the stage does not do what it must */
  check(): Promise<string>;
}

/**
 * The mailbox simulator of SES: it accepts a mail, reports a delivery, and counts against no quota or reputation
 * (https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator). It works in the sandbox.
 */
const MAILBOX = 'success@simulator.amazonses.com';

function smokeTest(
  stage: Stage,
  key: CaseKey,
  role: Role,
  options: WaitOptions,
): { steps: readonly Step[]; cleanUp: Step } {
  const { api } = stage;
  const tooLate = (what: string) =>
    new CliError('not-yet', `${what} after ${options.longest / 1000} s`, {
      fix: 'Look for failed messages in the dead-letter queues:',
      run: commandLine(stage, 'dlq list'),
    });
  const send = async (event: FreshEvent) => {
    await sendEvents(api, checkedEvents([{ place: 'event 1', value: event }]), 1, options.progress);
    return event;
  };
  const caseAfter = async (event: FreshEvent): Promise<CaseFile> => {
    const file = await untilCaseShows(api, key, [event], options);
    if (!file) throw tooLate(`the case does not show ${event.type}`);
    return file;
  };
  return {
    steps: [
      {
        name: 'the API answers',
        async check() {
          await api.health();
          return api.url;
        },
      },
      {
        name: 'a partner registers',
        async check() {
          const now = await stage.now();
          await send(freshEvent('partner.registered', partner(key.partnerId), now));
          if (!(await untilPartnerIsKnown(api, key.partnerId, now, options)))
            throw tooLate('the partner is not registered');
          return key.partnerId;
        },
      },
      {
        name: 'a licence is decided',
        async check() {
          const event = freshEvent('subscription.ingested', licence(key, role), await stage.now());
          const { timeline } = await caseAfter(await send(event));
          const entry = timeline.find((one) => eventName(one) === eventName(event));
          return expectEqual('rule', entry?.rule, 'license-request');
        },
      },
      {
        name: 'the case file is right',
        async check() {
          const file = await api.caseFile(key);
          expectEqual('subscription', file?.subscriptions[0]?.status, 'awaiting-approval');
          expectEqual('scope', file?.relationship.scope, 'delegated-admin');
          return expectEqual('relationship', file?.relationship.status, 'invited');
        },
      },
      {
        name: 'the invitation is mailed',
        async check() {
          const mail = await until('the mail', options, async () => {
            const state = (await api.caseFile(key))?.relationship.invitation?.mail;
            const isOnItsWay =
              state === undefined || state === 'queued' || state === 'sending' || state === 'released';
            return isOnItsWay ? null : state;
          });
          if (mail === null) throw tooLate('the mail is not sent');
          if (mail !== 'delivered') expectEqual('mail', mail, 'sent');
          return mail;
        },
      },
    ],
    cleanUp: {
      name: 'the customer is erased',
      async check() {
        const data = { partnerId: key.partnerId, customer: { tenantId: key.tenantId } };
        const file = await caseAfter(await send(freshEvent('customer.erased', data, await stage.now())));
        expectEqual('name', file.customer.name, null);
        expectEqual('address', file.customer.contactEmail, null);
        return 'no name, no address';
      },
    },
  };
}

function partner(partnerId: string) {
  return {
    partnerId,
    name: 'Smoke test',
    country: 'US',
    cloud: 'commercial',
    kind: 'direct-bill',
    supportEmail: MAILBOX,
    notificationsEmail: MAILBOX,
  } as const;
}

function licence({ partnerId, tenantId }: CaseKey, role: Role) {
  return {
    partnerId,
    customer: { tenantId, name: 'Smoke test', contactEmail: MAILBOX, country: 'US', locale: 'en' },
    subscription: { id: 'smoke-1', name: 'Microsoft 365 E3', billing: 'license-based', channel: 'ea' },
    requestedBy: { role },
  } as const;
}

function expectEqual(what: string, found: string | null | undefined, wanted: string | null): string {
  if (found === wanted) return String(wanted);
  throw new CliError('unexpected', `${what} is ${found ?? 'missing'}, not ${wanted ?? 'empty'}`);
}
