import { randomBytes, randomUUID } from 'node:crypto';
import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import type { Role } from '../../../shared/events/vocabulary.ts';
import { nameOf, until, untilCaseShows, untilPartnerIsKnown } from '../cases/await-case.ts';
import { CliError } from '../errors.ts';
import { checkedEvents } from '../events/check-events.ts';
import { type FreshEvent, freshEvent } from '../events/fresh-event.ts';
import { sendEvents } from '../events/send-events.ts';
import type { CaseKey } from '../stage/api.ts';
import { next, type Stage } from '../stage/stage.ts';
import type { Progress } from '../terminal/progress.ts';

/**
 * SES's mailbox simulator: takes a mail, says it was delivered, and counts against no quota or reputation
 * (https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator). It works in the sandbox too.
 */
const MAILBOX = 'success@simulator.amazonses.com';

/** One thing that must hold, and how it is found out. */
export interface Step {
  readonly name: string;
  /** @returns what was seen, in a few words @throws CliError when it does not hold */
  run(): Promise<string>;
}

/** A sample partner and customer of one run, the steps to see them through, and the step that cleans up. */
export interface SmokeTest extends CaseKey {
  readonly steps: readonly Step[];
  readonly cleanUp: Step;
}

/** What a smoke test is run with. */
export interface SmokeTestOptions {
  readonly role: Role;
  /** Longest wait of one step, in milliseconds. */
  readonly longest: number;
  readonly progress: Progress;
}

/** The smoke test of a stage: a partner, a licence its customer bought elsewhere, the invitation, and all erased again. */
export function runSmokeTest(stage: Stage, { role, longest, progress }: SmokeTestOptions): SmokeTest {
  const { api } = stage;
  const key = { partnerId: `smoke-${randomBytes(5).toString('hex')}`, tenantId: randomUUID() };
  const patience = { longest, progress };
  const late = (what: string) =>
    new CliError('not-yet', `${what} after ${longest / 1000} s`, {
      fix: 'What failed may lie in a dead-letter queue:',
      run: next(stage, 'dlq list'),
    });
  const send = async (event: FreshEvent) => {
    await sendEvents(api, checkedEvents([{ place: 'event 1', value: event }]), 1, progress);
    return event;
  };
  const shown = async (event: FreshEvent): Promise<CaseFile> => {
    const file = await untilCaseShows(api, key, [event], patience);
    if (!file) throw late(`the case does not show ${event.type}`);
    return file;
  };
  return {
    ...key,
    steps: [
      {
        name: 'the API answers',
        async run() {
          await api.health();
          return api.url;
        },
      },
      {
        name: 'a partner registers',
        async run() {
          const now = await stage.now();
          await send(freshEvent('partner.registered', partner(key.partnerId), now));
          if (!(await untilPartnerIsKnown(api, key.partnerId, now, patience)))
            throw late('the partner is not known');
          return key.partnerId;
        },
      },
      {
        name: 'a licence is decided',
        async run() {
          const event = await send(
            freshEvent('subscription.ingested', licence(key, role), await stage.now()),
          );
          const file = await shown(event);
          const entry = file.timeline.find((one) => nameOf(one) === nameOf(event));
          return expectEqual('rule', entry?.rule, 'license-request');
        },
      },
      {
        name: 'the case file is right',
        async run() {
          const file = await api.caseFile(key);
          expectEqual('subscription', file?.subscriptions[0]?.status, 'awaiting-approval');
          expectEqual('scope', file?.relationship.scope, 'delegated-admin');
          return expectEqual('relationship', file?.relationship.status, 'invited');
        },
      },
      {
        name: 'the invitation is mailed',
        async run() {
          const mail = await until('the mail', patience, async () => {
            const state = (await api.caseFile(key))?.relationship.invitation?.mail;
            return state === undefined || state === 'queued' || state === 'sending' || state === 'released'
              ? null
              : state;
          });
          if (mail === null) throw late('the mail has not left');
          if (mail !== 'delivered') expectEqual('mail', mail, 'sent');
          return mail;
        },
      },
    ],
    cleanUp: {
      name: 'the customer is erased',
      async run() {
        const data = { partnerId: key.partnerId, customer: { tenantId: key.tenantId } };
        const file = await shown(await send(freshEvent('customer.erased', data, await stage.now())));
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
