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
 * Tells the sample story: publishes its events through SQS, plays the customers and lets time pass, then prints from the
 * case files and the mailbox what became of it all, with the links to click. A stack that kept its data is not told again.
 */
export async function publishSamples(stage: SampleTarget, print: (line: string) => void): Promise<void> {
  const { stack } = stage;
  const [first] = scenarios(0);
  const isTold = first && (await fetch(stack.api + pathOf(first))).ok;
  if (!isTold) await publishAll(stage);
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
  // The story ends today, so that what is published after it is not older than what it told.
  stack.clock.begin(`P${LAST_DAY}D`);
  for (const partner of Object.values(PARTNERS)) {
    await publishEvent(stack, `story-partner-${partner.partnerId}`, {
      type: 'partner.registered',
      data: partner,
    });
  }
  await stack.idle();
  await publishLongScenarios(stage);
  const all = scenarios(stack.clock.now().getTime());
  // Chapters are about different customers: they run side by side, the events of each one after the other.
  const longest = Math.max(...all.map(({ events }) => events.length));
  for (let turn = 0; turn < longest; turn++) {
    await Promise.all(all.map((chapter, index) => publishNext(stack, chapter, index, turn)));
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
    all.map(async (chapter, index) => {
      const path = pathOf(chapter);
      const response = await fetch(stack.api + path);
      if (!response.ok) throw new Error(`GET ${path} answered ${response.status}`);
      // Our own API's answer; its shape is the type that made it.
      const file = (await response.json()) as CaseFile;
      return { number: from + index, scenario: chapter, file, mails, api: stack.api };
    }),
  );
}

function pathOf(chapter: Pick<Scenario, 'partner' | 'customer'>): string {
  return `/partners/${PARTNERS[chapter.partner].partnerId}/customers/${customerOf(chapter).tenantId}`;
}

async function publishNext(stack: LocalStack, chapter: Scenario, index: number, turn: number): Promise<void> {
  const told = chapter.events[turn];
  if (!told) return;
  const { partnerId } = PARTNERS[chapter.partner];
  const customer = customerOf(chapter);
  const whole = told.type === 'subscription.ingested' ? customer : { tenantId: customer.tenantId };
  await publishEvent(stack, `story-${index + 1}-${turn + 1}`, {
    ...told,
    data: { partnerId, customer: whole, ...told.data },
  });
}

function errorOf({ messageAttributes }: ReturnType<LocalStack['peek']>[number]) {
  const text = (name: string) => messageAttributes[name]?.StringValue ?? '';
  return { code: text('errorCode'), detail: text('errorDetail') };
}

/** Where the story plays: the stack, and Microsoft beside it. */
export interface SampleTarget {
  readonly stack: LocalStack;
  readonly partnerCenter: PartnerCenterStandIn;
}

/** Plays the chapters that take days, side by side, one day after the other. */
export async function publishLongScenarios(stage: SampleTarget): Promise<void> {
  const { stack } = stage;
  const chapters = longScenarios(stack.clock.now().getTime());
  for (let day = 0; day <= LAST_DAY; day++) {
    if (day > 0) await stack.clock.advance('P1D');
    const longest = Math.max(...chapters.map(({ actions }) => actionsOn(actions, day).length));
    for (let turn = 0; turn < longest; turn++) {
      await Promise.all(chapters.map((chapter, index) => act(stage, chapter, index, day, turn)));
      await stack.idle();
    }
  }
}

async function act(
  { stack, partnerCenter }: SampleTarget,
  chapter: LongScenario,
  index: number,
  day: number,
  turn: number,
): Promise<void> {
  const happening = actionsOn(chapter.actions, day)[turn];
  if (!happening) return;
  const { partnerId } = PARTNERS[chapter.partner];
  const customer = customerOf(chapter);
  if ('customer' in happening) {
    return answerInvitation(stack, customer.contactEmail, happening.customer, happening.comment);
  }
  if ('microsoft' in happening) {
    const { microsoft } = PARTNERS.northwind;
    const at = stack.clock.now();
    const tenants = { partnerTenantId: microsoft.tenantId, customerTenantId: customer.tenantId };
    const status = await partnerCenter.deliver(stack.api, { eventName: happening.microsoft, at, ...tenants });
    if (status !== 200) throw new Error(`the webhook answered ${status}`);
    return;
  }
  if ('mail' in happening) {
    const mail = stack.mails().findLast(({ to }) => to.includes(customer.contactEmail));
    if (mail) await stack.feedback(mail.id, happening.mail);
    return;
  }
  const { type, data } = happening.event;
  const whole = type === 'subscription.ingested' ? customer : { tenantId: customer.tenantId };
  await publishEvent(stack, `story-long-${index + 1}-${day}-${turn}`, {
    type,
    data: { partnerId, customer: whole, ...data },
  });
}

function actionsOn(happenings: readonly SampleAction[], day: number): readonly SampleAction[] {
  return happenings.filter((happening) => happening.day === day);
}

/** Plays the customer: opens the link of the newest invitation or reminder sent to an address, and answers on its page. */
export async function answerInvitation(
  stack: LocalStack,
  address: string,
  decision: 'approve' | 'decline',
  comment?: string,
): Promise<void> {
  const link = newestLink(stack, address);
  if (!link) throw new Error('no invitation was sent to that address');
  const page = await (await fetch(link)).text();
  const nonce = /name="nonce" value="([^"]+)"/.exec(page)?.[1];
  if (!nonce) throw new Error('the page asks for no decision');
  const body = new URLSearchParams({ nonce, decision, ...(comment && { comment }) });
  const response = await fetch(link, { method: 'POST', body });
  if (!response.ok) throw new Error(`the page answered ${response.status}`);
}

/** The link in the newest mail to an address that has one. */
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

/** A chapter's customer as its events name it: a tenant id made from its name, so that a kept case is found again. */
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

/** Puts one event of the story on its queue. Its id stays the same, so a stack that kept its data is not told twice. */
export async function publishEvent(
  stack: LocalStack,
  id: string,
  { type, data }: SampleEvent,
): Promise<void> {
  const queue = definitionOf(type)?.queue;
  const url = queue && stack.sqs.queues[queue];
  if (!url) throw new Error(`no queue takes ${type}`);
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

/** Puts a text on a queue as it is, over the wire. */
export async function sendMessage(stack: LocalStack, url: string, body: string): Promise<void> {
  await awsJson(
    stack.sqs.endpoint,
    'AmazonSQS.SendMessage',
    { QueueUrl: url, MessageBody: body },
    { version: '1.0' },
  );
}
