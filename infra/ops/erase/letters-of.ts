import { contentsOf } from '../letters/contents.ts';
import { deadLettersOf } from '../letters/dead-letters.ts';
import type { Letter } from '../letters/letter.ts';
import type { CaseKey } from '../stage/api.ts';
import type { QueuePair, Stage } from '../stage/stage.ts';

/** By what a customer's messages are known. */
export interface Traces extends CaseKey {
  /** Mails that were sent for this case. */
  readonly mailIds: ReadonlySet<string>;
  /** Addresses the case knows, in lower case. */
  readonly addresses: readonly string[];
}

/** Messages of a customer in one dead-letter queue. */
export interface LettersOf {
  readonly queue: string;
  readonly messages: number;
  /** Meant to be deleted, but still there. */
  readonly left: number;
}

/** Whether a message of a dead-letter queue is about a customer of a partner. */
export function isOf(traces: Traces, queue: string, { body }: Pick<Letter, 'body'>): boolean {
  const { partnerId, tenantId, mailId, refusal } = contentsOf(queue, body);
  if (partnerId !== null && tenantId !== null)
    return partnerId === traces.partnerId && tenantId === traces.tenantId;
  if (mailId !== null && traces.mailIds.has(mailId)) return true;
  const text = body.toLowerCase();
  const names = traces.addresses.some((address) => text.includes(address)) || text.includes(traces.tenantId);
  // What cannot be read and names the customer is taken to be about it, unless it says that it is another partner's.
  const unreadable = refusal !== null || queue === 'mail-feedback';
  return unreadable && names && (partnerId === null || partnerId === traces.partnerId);
}

/** Finds a customer's messages in all dead-letter queues. @param remove deletes them too */
export async function lettersOf(stage: Stage, traces: Traces, remove: boolean): Promise<LettersOf[]> {
  const found = await Promise.all(stage.queues.map((pair) => inQueue(stage, pair, traces, remove)));
  return found.filter(({ messages }) => messages > 0);
}

async function inQueue(stage: Stage, pair: QueuePair, traces: Traces, remove: boolean): Promise<LettersOf> {
  const box = deadLettersOf(stage, pair);
  let messages = 0;
  let left = 0;
  await box.handle(async (letters) => {
    const theirs = letters.filter((letter) => isOf(traces, pair.name, letter));
    messages += theirs.length;
    if (!remove) return letters;
    const undeleted = await box.delete(theirs);
    left += undeleted.length;
    return letters.filter((one) => !theirs.includes(one) || undeleted.includes(one));
  });
  return { queue: pair.name, messages, left };
}
