import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import type { LocalStack } from '../local-stack.ts';
import { accountOf, closing, heading, longAccountOf, part, refusals, type ToldChapter } from './account.ts';
import { type Chapter, chapters } from './chapters.ts';
import { LAST_DAY, longChapters } from './long-chapters.ts';
import { PARTNERS } from './partners.ts';
import { customerOf, publish, send } from './publish.ts';
import { playLongChapters, type StoryStage } from './tell-long.ts';

/**
 * Tells the sample story: publishes its events through SQS, plays the customers and lets time pass, then prints from the
 * case files and the mailbox what became of it all, with the links to click. A stack that kept its data is not told again.
 */
export async function tellSampleStory(stage: StoryStage, print: (line: string) => void): Promise<void> {
  const { stack } = stage;
  const [first] = chapters(0);
  const isTold = first && (await fetch(stack.api + pathOf(first))).ok;
  if (!isTold) await play(stage);
  const long = await tell(stack, longChapters(0), 1);
  const short = await tell(stack, chapters(0), long.length + 1);
  print(heading());
  print(part(`Over ${LAST_DAY} days`));
  for (const one of long) print(longAccountOf(one));
  print(part('Today'));
  for (const one of short) print(accountOf(one));
  print(refusals(stack.peek('subscription-events-dlq').map(errorOf)));
  print(closing(stack, short));
}

async function play(stage: StoryStage): Promise<void> {
  const { stack } = stage;
  // The story ends today, so that what is published after it is not older than what it told.
  stack.clock.begin(`P${LAST_DAY}D`);
  for (const partner of Object.values(PARTNERS)) {
    await publish(stack, `story-partner-${partner.partnerId}`, { type: 'partner.registered', data: partner });
  }
  await stack.idle();
  await playLongChapters(stage);
  const all = chapters(stack.clock.now().getTime());
  // Chapters are about different customers: they run side by side, the events of each one after the other.
  const longest = Math.max(...all.map(({ events }) => events.length));
  for (let turn = 0; turn < longest; turn++) {
    await Promise.all(all.map((chapter, index) => publishTurn(stack, chapter, index, turn)));
    await stack.idle();
  }
  const broken = '{"specversion": "1.0", "type": "subscription.ingested"';
  await send(stack, stack.sqs.queues['subscription-events'] ?? '', broken);
  await stack.idle();
}

async function tell(
  stack: LocalStack,
  all: readonly Pick<Chapter, 'title' | 'partner' | 'customer'>[],
  from: number,
): Promise<ToldChapter[]> {
  const mails = stack.mails();
  return Promise.all(
    all.map(async (chapter, index) => {
      const path = pathOf(chapter);
      const response = await fetch(stack.api + path);
      if (!response.ok) throw new Error(`GET ${path} answered ${response.status}`);
      // Our own API's answer; its shape is the type that made it.
      const file = (await response.json()) as CaseFile;
      return { number: from + index, chapter, file, mails, api: stack.api };
    }),
  );
}

function pathOf(chapter: Pick<Chapter, 'partner' | 'customer'>): string {
  return `/partners/${PARTNERS[chapter.partner].partnerId}/customers/${customerOf(chapter).tenantId}`;
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
