import { readContents } from '../dead-letters/contents.ts';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import { readDeadLetters } from '../dead-letters/dead-letters.ts';
import type { QueuePair, Stage } from '../stage/stage.ts';
import type { CustomerIdentifiers } from './customer-identifiers.ts';
import { containsAddress, decodeText } from './decode-text.ts';

/** Messages of a customer in one dead-letter queue. */
export interface LetterFilter {
  readonly queue: string;
  readonly messages: number;
  /** Meant to be deleted, but still there. */
  readonly left: number;
}

/** What was found in all dead-letter queues. */
export interface FoundDeadLetters {
  readonly letters: readonly LetterFilter[];
  /** Queues of which not all messages were seen. */
  readonly unseen: readonly string[];
}

/** What is done with a customer's messages. */
export interface DeadLetterAction {
  /** Deletes them. */
  readonly remove: boolean;
  /** Leaves the erasures among them: one that waits for its partner must not be lost. */
  readonly keepErasures: boolean;
}

/** Whether a message of a dead-letter queue is about a customer of a partner. */
export function belongsToCustomer(
  traces: CustomerIdentifiers,
  queue: string,
  { body }: Pick<DeadLetter, 'body'>,
): boolean {
  const { partnerId, tenantId, mailId, refusal } = readContents(queue, body);
  if (partnerId !== null && tenantId !== null)
    return partnerId === traces.partnerId && tenantId === traces.tenantId;
  // A notice of SES names its mail: of an address that several partners know it is about one of them.
  if (mailId !== null) return traces.mailIds.has(mailId);
  const text = decodeText(body);
  const isNamed =
    traces.addresses.some((address) => containsAddress(text, address)) ||
    text.includes(traces.tenantId.toLowerCase());
  // What cannot be read and names the customer is taken to be about it, unless it says that it is another partner's.
  const unreadable = refusal !== null || queue === 'mail-feedback';
  return unreadable && isNamed && (partnerId === null || partnerId === traces.partnerId);
}

/** Finds a customer's messages in all dead-letter queues. */
export async function deadLettersOfCustomer(
  stage: Stage,
  traces: CustomerIdentifiers,
  work: DeadLetterAction,
): Promise<FoundDeadLetters> {
  const all = await Promise.all(stage.queues.map((pair) => inQueue(stage, pair, traces, work)));
  return {
    letters: all.flatMap(({ of }) => (of.messages > 0 ? [of] : [])),
    unseen: all.flatMap(({ of, complete }) => (complete ? [] : [of.queue])),
  };
}

async function inQueue(
  stage: Stage,
  pair: QueuePair,
  traces: CustomerIdentifiers,
  { remove, keepErasures }: DeadLetterAction,
): Promise<{ of: LetterFilter; complete: boolean }> {
  const box = readDeadLetters(stage, pair);
  let messages = 0;
  let left = 0;
  const isTheirs = (letter: DeadLetter) =>
    belongsToCustomer(traces, pair.name, letter) &&
    !(keepErasures && readContents(pair.name, letter.body).type === 'customer.erased');
  const complete = await box.handle(async (letters) => {
    const theirs = letters.filter(isTheirs);
    messages += theirs.length;
    if (!remove) return letters;
    const undeleted = await box.delete(theirs);
    left += undeleted.length;
    return letters.filter((one) => !theirs.includes(one) || undeleted.includes(one));
  });
  return { of: { queue: pair.name, messages, left }, complete };
}
