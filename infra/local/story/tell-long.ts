import type { LocalStack } from '../local-stack.ts';
import { answer } from './customer.ts';
import { type Happening, LAST_DAY, type LongChapter, longChapters } from './long-chapters.ts';
import { PARTNERS } from './partners.ts';
import { customerOf, publish } from './publish.ts';

/** Plays the chapters that take days, side by side, one day after the other. */
export async function playLongChapters(stack: LocalStack): Promise<void> {
  const chapters = longChapters(stack.clock.now().getTime());
  for (let day = 0; day <= LAST_DAY; day++) {
    if (day > 0) await stack.clock.advance('P1D');
    const longest = Math.max(...chapters.map(({ happenings }) => on(happenings, day).length));
    for (let turn = 0; turn < longest; turn++) {
      await Promise.all(chapters.map((chapter, index) => play(stack, chapter, index, day, turn)));
      await stack.idle();
    }
  }
}

async function play(
  stack: LocalStack,
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
