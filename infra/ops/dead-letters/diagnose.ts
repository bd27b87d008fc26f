import { holdsAddress } from '../../../shared/case/erasure.ts';
import { faultLine } from '../../../shared/events/faults.ts';
import { parseEvent } from '../../../shared/events/parse-event.ts';
import { EVENT_QUEUES } from '../../../shared/events/vocabulary.ts';
import { parseDueMessage } from '../../../shared/intake/due-message.ts';
import { parseSesEvent } from '../../../shared/mail/feedback.ts';
import { parseMailCommand } from '../../../shared/mail/send/mail-command.ts';
import { codeOf, RefusedInput } from '../../../shared/runtime/errors.ts';
import type { PartnerLookup } from '../cases/partner-lookup.ts';
import { CliError } from '../errors.ts';
import type { DeadLetter } from './dead-letter-queue.ts';
import { isRefusal, NO_REASON, reasonTextFor } from './reason-texts.ts';

/** Why a message is in a dead-letter queue, and what to do. */
export interface Cause {
  readonly code: string;
  /** Whether the code was found by checking the message now: it had none. */
  readonly workedOut: boolean;
  readonly says: string;
  readonly todo: string;
  /** Paths and what is expected there; never a value. */
  readonly detail: string | null;
  /** Whether the message would be processed now, as far as can be checked. */
  readonly redriveHelps: boolean;
  /** Whether that could not be checked, so the message is left alone. */
  readonly unsure: boolean;
}

/** A message of a dead-letter queue with its cause. */
export interface Diagnosis {
  readonly deadLetter: DeadLetter;
  readonly contents: MessageContents;
  readonly cause: Cause;
}

const OWN_QUEUE =
  'Only this product writes to this queue. Look in the log of the function that sends. A redrive does not help.';

/** Finds out why a message is in a dead-letter queue, from its error code and by checking it now. @param queue its source queue */
export async function diagnose(
  queue: string,
  deadLetter: DeadLetter,
  lookup: PartnerLookup,
): Promise<Diagnosis> {
  const contents = readContents(queue, deadLetter.body);
  return { deadLetter, contents, cause: await findCause(queue, deadLetter, contents, lookup) };
}

async function findCause(
  queue: string,
  deadLetter: DeadLetter,
  { refusal, partnerId }: MessageContents,
  lookup: PartnerLookup,
): Promise<Cause> {
  const { errorCode } = deadLetter;
  const isEventQueue = EVENT_QUEUES.some((name) => name === queue);
  const isPartnerKnown = isEventQueue && partnerId !== null && !refusal ? await lookup(partnerId) : true;
  if (isPartnerKnown instanceof CliError) return causeWithoutLookup(deadLetter, isPartnerKnown);
  const checked = { workedOut: true, redriveHelps: false, unsure: false };
  if (errorCode === null) {
    if (refusal) return { ...textsOf(refusal.code, isEventQueue), detail: refusal.detail, ...checked };
    if (!isPartnerKnown) return { ...textsOf('unknown-partner', isEventQueue), detail: null, ...checked };
    const { says, todo } = NO_REASON;
    return { code: 'no-reason', says, todo, detail: null, ...checked, redriveHelps: true };
  }
  const redriveHelps = refusal === null && isPartnerKnown;
  const cause = {
    ...textsOf(errorCode, isEventQueue),
    detail: detailOf(deadLetter),
    workedOut: false,
    redriveHelps,
    unsure: false,
  };
  if (!redriveHelps) return cause;
  if (!reasonTextFor(errorCode).passes)
    return { ...cause, todo: 'The schemas of this version accept it. Redrive it.' };
  return errorCode === 'unknown-partner'
    ? { ...cause, todo: 'The partner is registered now. Redrive it.' }
    : cause;
}

/** The cause if the API does not say whether the partner is registered. Operators also look during an outage. */
function causeWithoutLookup(deadLetter: DeadLetter, { message }: CliError): Cause {
  const { errorCode } = deadLetter;
  const texts =
    errorCode === null
      ? { code: 'no-reason', says: 'SQS moved it after its last receive. Its function gave no reason.' }
      : textsOf(errorCode, true);
  return {
    ...texts,
    todo: `The partner could not be looked up: ${message} Try again later. Until then the message stays.`,
    detail: detailOf(deadLetter),
    workedOut: errorCode === null,
    redriveHelps: false,
    unsure: true,
  };
}

function textsOf(code: string, isEventQueue: boolean): Pick<Cause, 'code' | 'says' | 'todo'> {
  const { says, todo } = reasonTextFor(code);
  return {
    code: withoutAddresses(code).slice(0, 64),
    says,
    todo: isRefusal(code) && !isEventQueue ? OWN_QUEUE : todo,
  };
}

function detailOf({ errorDetail }: DeadLetter): string | null {
  return errorDetail === null ? null : withoutAddresses(errorDetail);
}

/** Removes mail addresses. By contract a detail has paths only, but every sender of the queue can write one. */
function withoutAddresses(text: string): string {
  return text.replace(/\S+/g, (word) => (word.includes('@') || holdsAddress(word) ? '(address)' : word));
}

/** The parts of a message that may be shown: ids and kinds, no personal data. */
export interface MessageContents {
  /** The type of the event, or the kind of message. */
  readonly type: string | null;
  readonly id: string | null;
  readonly source: string | null;
  readonly partnerId: string | null;
  readonly tenantId: string | null;
  /** The mail that a mail command or SES event is about. */
  readonly mailId: string | null;
  /** Why the function of its queue would refuse it now; `null` if it would not. */
  readonly refusal: { readonly code: string; readonly detail: string } | null;
}

const NOTHING = { type: null, id: null, source: null, partnerId: null, tenantId: null, mailId: null };

/** Parses a message with the checks of the function that consumes its queue. */
export function readContents(queue: string, body: string): MessageContents {
  const ids = idsIn(body);
  const eventQueue = EVENT_QUEUES.find((name) => name === queue);
  if (eventQueue) {
    const parsed = parseEvent(body, { queue: eventQueue });
    const refusal = parsed.ok ? null : { code: parsed.code, detail: faultLine(parsed.faults) };
    return { ...ids, refusal };
  }
  switch (queue) {
    case 'due-cases': {
      const due = parseDueMessage(body);
      const refusal = due instanceof RefusedInput ? { code: due.code, detail: due.message } : null;
      return { ...ids, type: 'due case', refusal };
    }
    case 'mail':
      return { ...ids, type: ids.type ?? 'mail command', refusal: refusalOf(() => parseMailCommand(body)) };
    case 'mail-feedback':
      return { ...ids, type: 'SES event', refusal: refusalOf(() => parseSesEvent(body)) };
    default:
      return { ...ids, refusal: null };
  }
}

function refusalOf(check: () => unknown): MessageContents['refusal'] {
  try {
    check();
    return null;
  } catch (error) {
    return { code: codeOf(error), detail: error instanceof Error ? error.message : '' };
  }
}

/** The ids in a message. The message may be faulty, so an id counts only if it has the right form. */
function idsIn(body: string): Omit<MessageContents, 'refusal'> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return NOTHING;
  }
  const data = at(value, 'data');
  const source = withoutAddress(matching(at(value, 'source'), /^\S{1,512}$/));
  const kind = matching(at(value, 'kind'), /^[a-z-]{1,40}$/);
  const [ownPartner] = source?.startsWith('/multichannel-support/') ? [source.split('/')[2]] : [];
  const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
  return {
    type:
      matching(at(value, 'type'), /^[a-z][a-z.-]{0,63}$/) ??
      (kind === null ? null : `mail command (${kind})`),
    id: withoutAddress(matching(at(value, 'id'), /^\S{1,256}$/)),
    source,
    partnerId: matching(
      at(data, 'partnerId') ?? at(value, 'partnerId') ?? ownPartner,
      /^[A-Za-z0-9-]{1,64}$/,
    ),
    tenantId:
      matching(at(at(data, 'customer'), 'tenantId') ?? at(value, 'tenantId'), guid)?.toLowerCase() ?? null,
    mailId: matching(
      at(value, 'mailId') ?? at(at(at(at(value, 'mail'), 'tags'), 'mailId'), '0'),
      /^[\w.-]{1,128}$/,
    ),
  };
}

function at(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

/** The word, or `null` if it contains a mail address. */
function withoutAddress(word: string | null): string | null {
  return word === null || word.includes('@') || holdsAddress(word) ? null : word;
}

function matching(value: unknown, pattern: RegExp): string | null {
  return typeof value === 'string' && pattern.test(value) ? value : null;
}
