import { createHash } from 'node:crypto';
import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import { definitionOf } from '../../../shared/events/catalogue.ts';
import { awsJson } from '../aws-json-client.ts';
import type { LocalStack } from '../local-stack.ts';
import type { PartnerCenterStandIn } from '../partner-center/stand-in.ts';
import { LAST_DAY, type LongScenario, longScenarios, type SampleAction } from './long-scenarios.ts';
import { PARTNERS } from './partners.ts';
import {
  formatClosing,
  formatLongResult,
  formatRefusals,
  formatResult,
  groupHeading,
  reportHeading,
  type SampleResult,
} from './report.ts';
import { type SampleEvent, type Scenario, scenarios } from './scenarios.ts';

/**
 * Publishes the samples through SQS, answers as the customers and lets time pass. Then prints a report from the case files and
 * the mailbox, with the open links. A stack that kept its data only gets the report.
 */
export async function publishSamples(stage: SampleTarget, print: (line: string) => void): Promise<void> {
  const { stack } = stage;
  const [first] = scenarios(0);
  const isPublished = first && (await fetch(stack.api + pathOf(first))).ok;
  if (!isPublished) await publishAll(stage);
  const long = await readResults(stack, longScenarios(0), 1);
  const short = await readResults(stack, scenarios(0), long.length + 1);
  print(reportHeading());
  print(groupHeading(`Over ${LAST_DAY} days`));
  for (const one of long) print(formatLongResult(one));
  print(groupHeading('Today'));
  for (const one of short) print(formatResult(one));
  print(formatRefusals(stack.peek('subscription-events-dlq').map(errorOf)));
  print(formatClosing(stack, short));
}

async function publishAll(stage: SampleTarget): Promise<void> {
  const { stack } = stage;
  // The samples end today, so that events that you publish afterwards are not older.
  stack.clock.begin(`P${LAST_DAY}D`);
  for (const partner of Object.values(PARTNERS)) {
    await publishEvent(stack, `sample-partner-${partner.partnerId}`, {
      type: 'partner.registered',
      data: partner,
    });
  }
  await stack.idle();
  await publishLongScenarios(stage);
  const all = scenarios(stack.clock.now().getTime());
  // The scenarios have different customers, so they run at the same time; the events of each one after the other.
  const longest = Math.max(...all.map(({ events }) => events.length));
  for (let turn = 0; turn < longest; turn++) {
    await Promise.all(all.map((scenario, index) => publishNext(stack, scenario, index, turn)));
    await stack.idle();
  }
  const broken = '{"specversion": "1.0", "type": "subscription.ingested"';
  await sendMessage(stack, stack.sqs.queues['subscription-events'] ?? '', broken);
  await stack.idle();
}

async function readResults(
  stack: LocalStack,
  all: readonly Pick<Scenario, 'title' | 'partner' | 'customer'>[],
  from: number,
): Promise<SampleResult[]> {
  const mails = stack.mails();
  return Promise.all(
    all.map(async (scenario, index) => {
      const path = pathOf(scenario);
      const response = await fetch(stack.api + path);
      if (!response.ok) throw new Error(`GET ${path} failed with status ${response.status}`);
      // The function of this API returns this type.
      const file = (await response.json()) as CaseFile;
      return { number: from + index, scenario, file, mails, api: stack.api };
    }),
  );
}

function pathOf(scenario: Pick<Scenario, 'partner' | 'customer'>): string {
  return `/partners/${PARTNERS[scenario.partner].partnerId}/customers/${customerOf(scenario).tenantId}`;
}

async function publishNext(
  stack: LocalStack,
  scenario: Scenario,
  index: number,
  turn: number,
): Promise<void> {
  const event = scenario.events[turn];
  if (!event) return;
  const { partnerId } = PARTNERS[scenario.partner];
  const customer = customerOf(scenario);
  const customerData = event.type === 'subscription.ingested' ? customer : { tenantId: customer.tenantId };
  await publishEvent(stack, `sample-${index + 1}-${turn + 1}`, {
    ...event,
    data: { partnerId, customer: customerData, ...event.data },
  });
}

function errorOf({ messageAttributes }: ReturnType<LocalStack['peek']>[number]) {
  const text = (name: string) => messageAttributes[name]?.StringValue ?? '';
  return { code: text('errorCode'), detail: text('errorDetail') };
}

/** What samples are published to: the stack, and the stand-in for Partner Center. */
export interface SampleTarget {
  readonly stack: LocalStack;
  readonly partnerCenter: PartnerCenterStandIn;
}

/** Publishes the scenarios that take several days: all at the same time, day by day. */
export async function publishLongScenarios(stage: SampleTarget): Promise<void> {
  const { stack } = stage;
  const scenariosOfDays = longScenarios(stack.clock.now().getTime());
  for (let day = 0; day <= LAST_DAY; day++) {
    if (day > 0) await stack.clock.advance('P1D');
    const longest = Math.max(...scenariosOfDays.map(({ actions }) => actionsOn(actions, day).length));
    for (let turn = 0; turn < longest; turn++) {
      await Promise.all(scenariosOfDays.map((scenario, index) => act(stage, scenario, index, day, turn)));
      await stack.idle();
    }
  }
}

async function act(
  { stack, partnerCenter }: SampleTarget,
  scenario: LongScenario,
  index: number,
  day: number,
  turn: number,
): Promise<void> {
  const action = actionsOn(scenario.actions, day)[turn];
  if (!action) return;
  const { partnerId } = PARTNERS[scenario.partner];
  const customer = customerOf(scenario);
  if ('customer' in action) {
    return answerInvitation(stack, customer.contactEmail, action.customer, action.comment);
  }
  if ('microsoft' in action) {
    const { microsoft } = PARTNERS.northwind;
    const at = stack.clock.now();
    const tenants = { partnerTenantId: microsoft.tenantId, customerTenantId: customer.tenantId };
    const status = await partnerCenter.deliver(stack.api, { eventName: action.microsoft, at, ...tenants });
    if (status !== 200) throw new Error(`The webhook failed with status ${status}`);
    return;
  }
  if ('mail' in action) {
    const mail = stack.mails().findLast(({ to }) => to.includes(customer.contactEmail));
    if (mail) await stack.feedback(mail.id, action.mail);
    return;
  }
  const { type, data } = action.event;
  const customerData = type === 'subscription.ingested' ? customer : { tenantId: customer.tenantId };
  await publishEvent(stack, `sample-long-${index + 1}-${day}-${turn}`, {
    type,
    data: { partnerId, customer: customerData, ...data },
  });
}

function actionsOn(actions: readonly SampleAction[], day: number): readonly SampleAction[] {
  return actions.filter((action) => action.day === day);
}

/** Answers as a customer: opens the link of the newest invitation or reminder to an address, and submits the form of the page. */
export async function answerInvitation(
  stack: LocalStack,
  address: string,
  decision: 'approve' | 'decline',
  comment?: string,
): Promise<void> {
  const link = newestLink(stack, address);
  if (!link) throw new Error('No invitation was sent to this address');
  const page = await (await fetch(link)).text();
  const nonce = /name="nonce" value="([^"]+)"/.exec(page)?.[1];
  if (!nonce) throw new Error('The page does not ask for a decision');
  const body = new URLSearchParams({ nonce, decision, ...(comment && { comment }) });
  const response = await fetch(link, { method: 'POST', body });
  if (!response.ok) throw new Error(`The page failed with status ${response.status}`);
}

/** Finds the newest link that was mailed to an address. */
export function newestLink(stack: LocalStack, address: string): string | undefined {
  const texts = stack
    .mails()
    .filter(({ to }) => to.includes(address))
    .map(({ text }) => text);
  const links = texts.flatMap((text) =>
    text.split(/\s+/).filter((word) => word.startsWith(`${stack.api}/invitations/`)),
  );
  return links.at(-1);
}

/** The customer of a scenario, as in its events. The tenant id is a hash of the name, so that a kept case is found again. */
export function customerOf({ customer, partner }: Pick<Scenario, 'customer' | 'partner'>) {
  const hex = createHash('sha256').update(customer.name).digest('hex');
  const tenantId = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
  const contactEmail = `it@customer-${hex.slice(0, 4)}.example`;
  return { tenantId, contactEmail, country: PARTNERS[partner].country, ...customer };
}

/** Puts an event on its queue. Its id stays the same, so that a second run changes nothing. */
export async function publishEvent(
  stack: LocalStack,
  id: string,
  { type, data }: SampleEvent,
): Promise<void> {
  const queue = definitionOf(type)?.queue;
  const url = queue && stack.sqs.queues[queue];
  if (!url) throw new Error(`No queue accepts ${type}`);
  const event = {
    specversion: '1.0',
    id,
    source: '/samples',
    type,
    time: stack.clock.now().toISOString(),
    data,
  };
  await sendMessage(stack, url, JSON.stringify(event));
}

/** Sends a message to a queue. */
export async function sendMessage(stack: LocalStack, url: string, body: string): Promise<void> {
  await awsJson(
    stack.sqs.endpoint,
    'AmazonSQS.SendMessage',
    { QueueUrl: url, MessageBody: body },
    { version: '1.0' },
  );
}
