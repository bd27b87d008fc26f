import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import type { LocalStack } from '../local-stack.ts';
import { accountOf, closing, heading, refusals, type ToldChapter } from './account.ts';
import { type Chapter, chapters } from './chapters.ts';
import { PARTNERS } from './partners.ts';
import { customerOf, publish, send } from './publish.ts';

/**
 * Tells the sample story: publishes its events through SQS, chapter by chapter, and prints from the case files and the
 * mailbox what became of them, with the links to click.
 */
export async function tellSampleStory(stack: LocalStack, print: (line: string) => void): Promise<void> {
  for (const partner of Object.values(PARTNERS)) {
    await publish(stack, `story-partner-${partner.partnerId}`, { type: 'partner.registered', data: partner });
  }
  const all = chapters(stack.clock.now().getTime());
  // Chapters are about different customers: they run side by side, the events of each one after the other.
  const longest = Math.max(...all.map(({ events }) => events.length));
  for (let turn = 0; turn < longest; turn++) {
    await Promise.all(all.map((chapter, index) => publishTurn(stack, chapter, index, turn)));
    await stack.idle();
  }
  await send(
    stack,
    stack.sqs.queues['subscription-events'] ?? '',
    '{"specversion": "1.0", "type": "subscription.ingested"',
  );
  await stack.idle();
  print(heading());
  const told: ToldChapter[] = [];
  for (const [index, chapter] of all.entries()) {
    const path = `/partners/${PARTNERS[chapter.partner].partnerId}/customers/${customerOf(chapter).tenantId}`;
    const response = await fetch(stack.api + path);
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}`);
    // Our own API's answer; its shape is the type that made it.
    const file = (await response.json()) as CaseFile;
    const one = { number: index + 1, chapter, file, mails: stack.mails(), api: stack.api };
    told.push(one);
    print(accountOf(one));
  }
  print(refusals(stack.peek('subscription-events-dlq').map(errorOf)));
  print(closing(stack, told));
}

async function publishTurn(stack: LocalStack, chapter: Chapter, index: number, turn: number): Promise<void> {
  const told = chapter.events[turn];
  if (!told) return;
  const { partnerId } = PARTNERS[chapter.partner];
  const customer = customerOf(chapter);
  const whole = told.type === 'subscription.ingested' ? customer : { tenantId: customer.tenantId };
  await publish(stack, `story-${index + 1}-${turn + 1}`, {
    ...told,
    data: { partnerId, customer: whole, ...told.data },
  });
}

function errorOf({ messageAttributes }: ReturnType<LocalStack['peek']>[number]) {
  const text = (name: string) => messageAttributes[name]?.StringValue ?? '';
  return { code: text('errorCode'), detail: text('errorDetail') };
}
