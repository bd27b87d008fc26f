import { holdsAddress } from '../../../shared/case/erasure.ts';
import { EVENT_QUEUES } from '../../../shared/events/vocabulary.ts';
import { CliError } from '../errors.ts';
import { type MessageContents, readContents } from './contents.ts';
import type { DeadLetter } from './dead-letter.ts';
import { isRefusal, NO_REASON, reasonTextFor } from './reason-texts.ts';

/** Why a message lies in a dead-letter queue, and what to do. */
export interface Cause {
  readonly code: string;
  /** The code was not with the message; it was found by checking it now. */
  readonly workedOut: boolean;
  readonly says: string;
  readonly todo: string;
  /** Paths and what would be right there; never a value. */
  readonly detail: string | null;
  /** Sent on now it would, as far as can be told, be taken. */
  readonly redriveHelps: boolean;
  /** Whether that could not be found out, so that the message is left alone. */
  readonly unsure: boolean;
}

/** A message of a dead-letter queue, looked into. */
export interface Diagnosis {
  readonly letter: DeadLetter;
  readonly contents: MessageContents;
  readonly why: Cause;
}

/** Asks whether a partner is registered now. @returns what went wrong, where it could not be asked */
export type PartnerIsKnown = (partnerId: string) => Promise<boolean | CliError>;

const OWN =
  'Only this product writes to this queue: look into the sending function’s log. Redriving does not help.';

/** Tells why, by what its function noted and by what is so now. @param queue the name of the queue it came from */
export async function diagnose(
  queue: string,
  letter: DeadLetter,
  isKnown: PartnerIsKnown,
): Promise<Diagnosis> {
  const contents = readContents(queue, letter.body);
  return { letter, contents, why: await whyOf(queue, letter, contents, isKnown) };
}

async function whyOf(
  queue: string,
  letter: DeadLetter,
  contents: MessageContents,
  isKnown: PartnerIsKnown,
): Promise<Cause> {
  const { refusal, partnerId } = contents;
  const { errorCode } = letter;
  const ofEvents = EVENT_QUEUES.some((name) => name === queue);
  const answer = ofEvents && partnerId !== null && !refusal ? await isKnown(partnerId) : true;
  if (answer instanceof CliError) return unsureWhy(letter, answer);
  if (errorCode === null) {
    if (refusal)
      return tell(refusal.code, { ofEvents, workedOut: true, detail: refusal.detail, helps: false });
    if (!answer) return tell('unknown-partner', { ofEvents, workedOut: true, detail: null, helps: false });
    return {
      ...NO_REASON,
      code: 'no-reason',
      workedOut: true,
      detail: null,
      redriveHelps: true,
      unsure: false,
    };
  }
  const { passes } = reasonTextFor(errorCode);
  const helps = refusal === null && answer;
  const why = tell(errorCode, { ofEvents, workedOut: false, detail: detailOf(letter), helps });
  if (!helps) return why;
  if (!passes) return { ...why, todo: 'By this version’s schemas it would be taken now. Redrive it.' };
  return errorCode === 'unknown-partner'
    ? { ...why, todo: 'The partner is registered now. Redrive it.' }
    : why;
}

/** Why, where the API does not say whether the partner is known: this is also asked for in the middle of an outage. */
function unsureWhy(letter: DeadLetter, { message }: CliError): Cause {
  const todo = `Could not ask whether the partner is known: ${message} Ask again later; until then it is left where it is.`;
  const { errorCode } = letter;
  const why =
    errorCode === null
      ? { ...NO_REASON, says: 'SQS moved it after its last receive; its function noted nothing.' }
      : tell(errorCode, { ofEvents: true, workedOut: false, detail: null, helps: false });
  return {
    code: 'no-reason',
    workedOut: errorCode === null,
    ...why,
    detail: detailOf(letter),
    todo,
    redriveHelps: false,
    unsure: true,
  };
}

function detailOf({ errorDetail }: DeadLetter): string | null {
  return errorDetail === null ? null : withoutAddresses(errorDetail);
}

function tell(
  code: string,
  {
    ofEvents,
    workedOut,
    detail,
    helps,
  }: { ofEvents: boolean; workedOut: boolean; detail: string | null; helps: boolean },
): Cause {
  const { says, todo } = reasonTextFor(code);
  return {
    code: withoutAddresses(code).slice(0, 64),
    workedOut,
    says,
    todo: isRefusal(code) && !ofEvents ? OWN : todo,
    detail,
    redriveHelps: helps,
    unsure: false,
  };
}

/** Details hold paths only, by contract; but anybody who may send to the queue may write one. */
function withoutAddresses(text: string): string {
  return text.replace(/\S+/g, (word) => (word.includes('@') || holdsAddress(word) ? '(address)' : word));
}
