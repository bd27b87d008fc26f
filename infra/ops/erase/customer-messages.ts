import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import { decodeText } from '../../../shared/events/decode-text.ts';
import type { Session } from '../command.ts';
import { type DeadLetter, openDeadLetterQueue } from '../dead-letters/dead-letter-queue.ts';
import { readContents } from '../dead-letters/diagnose.ts';
import { CliError } from '../errors.ts';
import type { CaseKey } from '../stage/api.ts';
import type { QueuePair, Stage } from '../stage/stage.ts';

/** What a customer's messages contain. */
export interface CustomerIdentifiers extends CaseKey {
  /** The ids of the mails that were sent for this case. */
  readonly mailIds: ReadonlySet<string>;
  /** The address of the case and those from the operator, in lower case. */
  readonly addresses: readonly string[];
}

/**
 * Collects what identifies a customer's messages. An erased case keeps the ids of its mails, but no address.
 * @param given addresses in lower case
 */
export function identifiersOfCustomer(
  key: CaseKey,
  file: CaseFile | null,
  given: readonly string[],
): CustomerIdentifiers {
  const known = file?.customer.contactEmail?.toLowerCase();
  return {
    ...key,
    mailIds: new Set(file?.mails.map(({ id }) => id)),
    addresses: [...new Set([...given, ...(known === undefined ? [] : [known])])],
  };
}

/**
 * Reads the addresses of `--email-file`, one a line, in lower case. They are not taken from the command line, because the
 * shell's history keeps it and everybody on the machine can see it.
 * @throws CliError if a line is no address; the error does not contain the line
 */
export async function readAddresses(session: Session, file: string | undefined): Promise<readonly string[]> {
  if (file === undefined) return [];
  const lines = (await session.read(file)).split('\n').map((line) => line.trim().toLowerCase());
  const wrong = lines.findIndex((line) => line !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(line));
  const addresses = lines.filter((line) => line !== '');
  if (wrong === -1 && addresses.length > 0) return addresses;
  const what = wrong === -1 ? 'The file contains no mail address.' : `Line ${wrong + 1} is no mail address.`;
  throw new CliError('no-address', `--email-file ${file}: ${what}`, { fix: 'Write one address a line.' });
}

/** Messages of a customer in one dead-letter queue. */
export interface QueueResult {
  readonly queue: string;
  readonly messages: number;
  /** Messages that could not be deleted. */
  readonly left: number;
}

/** Messages of a customer in all dead-letter queues. */
export interface CustomerDeadLetters {
  /** Only queues that have messages of the customer. */
  readonly queues: readonly QueueResult[];
  /** Queues with messages that were not read. */
  readonly unseen: readonly string[];
}

/** What to do with a customer's messages. */
export interface DeadLetterAction {
  /** Delete them. */
  readonly remove: boolean;
  /** Keep the erasures among them: an erasure that waits for its partner must not be lost. */
  readonly keepErasures: boolean;
}

/** Checks whether a message of a dead-letter queue is about a customer of a partner. */
export function belongsToCustomer(
  customer: CustomerIdentifiers,
  queue: string,
  { body }: Pick<DeadLetter, 'body'>,
): boolean {
  const { partnerId, tenantId, mailId, refusal } = readContents(queue, body);
  if (partnerId !== null && tenantId !== null)
    return partnerId === customer.partnerId && tenantId === customer.tenantId;
  // A notification of SES contains the id of its mail. Several partners may have mailed to the same address.
  if (mailId !== null) return customer.mailIds.has(mailId);
  const text = decodeText(body).replace(JSON_SPACE, ' ').toLowerCase();
  const namesCustomer =
    customer.addresses.some((address) => containsAddress(text, address)) ||
    text.includes(customer.tenantId.toLowerCase());
  // A message that cannot be parsed counts as the customer's if it names the customer and no other partner.
  const isUnreadable = refusal !== null || queue === 'mail-feedback';
  return isUnreadable && namesCustomer && (partnerId === null || partnerId === customer.partnerId);
}

/** Finds a customer's messages in all dead-letter queues, and deletes them if `remove` is set. */
export async function deadLettersOfCustomer(
  stage: Stage,
  customer: CustomerIdentifiers,
  action: DeadLetterAction,
): Promise<CustomerDeadLetters> {
  const all = await Promise.all(stage.queues.map((pair) => inQueue(stage, pair, customer, action)));
  return {
    queues: all.flatMap(({ result }) => (result.messages > 0 ? [result] : [])),
    unseen: all.flatMap(({ result, isComplete }) => (isComplete ? [] : [result.queue])),
  };
}

async function inQueue(
  stage: Stage,
  pair: QueuePair,
  customer: CustomerIdentifiers,
  { remove, keepErasures }: DeadLetterAction,
): Promise<{ result: QueueResult; isComplete: boolean }> {
  const deadLetterQueue = openDeadLetterQueue(stage, pair);
  let messages = 0;
  let left = 0;
  const isTheirs = (deadLetter: DeadLetter) =>
    belongsToCustomer(customer, pair.name, deadLetter) &&
    !(keepErasures && readContents(pair.name, deadLetter.body).type === 'customer.erased');
  const isComplete = await deadLetterQueue.workThrough(async (deadLetters) => {
    const theirs = deadLetters.filter(isTheirs);
    messages += theirs.length;
    if (!remove) return deadLetters;
    const undeleted = await deadLetterQueue.delete(theirs);
    left += undeleted.length;
    return deadLetters.filter((one) => !theirs.includes(one) || undeleted.includes(one));
  });
  return { result: { queue: pair.name, messages, left }, isComplete };
}

/** Escaped white space of JSON. */
const JSON_SPACE = /\\+[nrtbf]/g;

/** Checks whether decoded text contains an address, not only as a part of a longer address. */
export function containsAddress(text: string, address: string): boolean {
  const literal = address.replace(
    /[^a-z0-9]/g,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  return new RegExp(`(?<![a-z0-9._+-])${literal}(?![a-z0-9-]|\\.[a-z0-9])`, 'u').test(text);
}
