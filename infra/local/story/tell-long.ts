import type { LocalStack } from '../local-stack.ts';
import type { PartnerCenterStandIn } from '../partner-center/stand-in.ts';
import { answer } from './customer.ts';
import { type Happening, LAST_DAY, type LongChapter, longChapters } from './long-chapters.ts';
import { PARTNERS } from './partners.ts';
import { customerOf, publish } from './publish.ts';

/** Where the story plays: the stack, and Microsoft beside it. */
export interface StoryStage {
  readonly stack: LocalStack;
  readonly partnerCenter: PartnerCenterStandIn;
}

/** Plays the chapters that take days, side by side, one day after the other. */
export async function playLongChapters(stage: StoryStage): Promise<void> {
  const { stack } = stage;
  const chapters = longChapters(stack.clock.now().getTime());
  for (let day = 0; day <= LAST_DAY; day++) {
    if (day > 0) await stack.clock.advance('P1D');
    const longest = Math.max(...chapters.map(({ happenings }) => on(happenings, day).length));
    for (let turn = 0; turn < longest; turn++) {
      await Promise.all(chapters.map((chapter, index) => play(stage, chapter, index, day, turn)));
      await stack.idle();
    }
  }
}

async function play(
  { stack, partnerCenter }: StoryStage,
  chapter: LongChapter,
  index: number,
  day: number,
  turn: number,
): Promise<void> {
  const happening = on(chapter.happenings, day)[turn];
  if (!happening) return;
  const { partnerId } = PARTNERS[chapter.partner];
  const customer = customerOf(chapter);
  if ('customer' in happening) {
    return answer(stack, customer.contactEmail, happening.customer, happening.comment);
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
  await publish(stack, `story-long-${index + 1}-${day}-${turn}`, {
    type,
    data: { partnerId, customer: whole, ...data },
  });
}

function on(happenings: readonly Happening[], day: number): readonly Happening[] {
  return happenings.filter((happening) => happening.day === day);
}
