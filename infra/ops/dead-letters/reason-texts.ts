import type { RefusalCode } from '../../../shared/events/parse-event.ts';

/** A reason in words: what happened, and what an operator does about it. */
export interface ReasonText {
  readonly says: string;
  readonly todo: string;
  /** Whether a message given up for this can be sent on as it is: the reason passes by itself. */
  readonly passes: boolean;
}

const UPSTREAM =
  'Redriving does not help: its sender must correct it and send it anew. Save and discard this one.';

const REFUSALS: Readonly<Record<RefusalCode, ReasonText>> = {
  'too-large': { says: 'The event has more than 64 KiB.', todo: UPSTREAM, passes: false },
  'not-json': { says: 'The message is not JSON.', todo: UPSTREAM, passes: false },
  'not-a-cloudevent': {
    says: 'The message is no CloudEvent 1.0: an attribute is missing or wrong.',
    todo: UPSTREAM,
    passes: false,
  },
  'unknown-type': { says: 'The event’s type is none of the contract’s.', todo: UPSTREAM, passes: false },
  'wrong-queue': {
    says: 'The event came by a queue that does not take its type.',
    todo: 'Redriving does not help: save and discard it, then `replay` the saved file, which picks the right queue. Tell its sender.',
    passes: false,
  },
  'invalid-data': { says: 'The event’s data breaks the schema of its type.', todo: UPSTREAM, passes: false },
};

const PASSES = 'Redrive it.';

/** Codes that this product's own errors have, other than refusals. */
const FAILURES: Readonly<Record<string, ReasonText>> = {
  'unknown-partner': {
    says: 'The partner was not registered while the event was tried.',
    todo: 'Register the partner (publish partner.registered), then redrive.',
    passes: true,
  },
  'deadline-reached': {
    says: 'The function’s time was over before it came to this message.',
    todo: `${PASSES} If it happens again, the stage is too busy: look at the dashboard.`,
    passes: true,
  },
  'case-contended': {
    says: 'Other events of the same customer were written at the same time, again and again.',
    todo: PASSES,
    passes: true,
  },
  'effects-unsent': {
    says: 'What follows from the event could not be sent to its queues; the decision itself is stored.',
    todo: `${PASSES} The same outcomes are sent, under the same ids.`,
    passes: true,
  },
  'store-busy': {
    says: 'DynamoDB had no capacity for it, again and again.',
    todo: `Look at the table’s throttles; then redrive.`,
    passes: true,
  },
  'page-gone': { says: 'A part of the case was replaced each time it was read.', todo: PASSES, passes: true },
  'no-rule-hits': {
    says: 'No rule fits the facts: a defect of the decision table.',
    todo: 'Mend the table (npm run rules), deploy, then redrive.',
    passes: true,
  },
  'mail-unclear': {
    says: 'SES may or may not have taken the mail; its own notice of it never came.',
    todo: 'Redrive it: after 10 minutes without a notice it is sent again. The customer may get it twice.',
    passes: true,
  },
};

/** Codes of failures that others name: SES (`ses-…`), AWS's other services, the network. The first that fits counts. */
const FAMILIES: readonly (readonly [pattern: RegExp, words: ReasonText])[] = [
  [/^ses-unreachable$/, { says: 'SES could not be reached.', todo: PASSES, passes: true }],
  [
    /^ses-(MessageRejected|MailFromDomainNotVerified\w*)$/,
    {
      says: 'SES rejected the mail: in the sandbox an address must be verified first, and the sender always.',
      todo: 'Verify the sender, leave the SES sandbox (docs/deploy.md), then redrive.',
      passes: true,
    },
  ],
  [
    /^ses-(AccountSendingPaused|ConfigurationSetSendingPaused|AccountSuspended|SendingPaused)\w*$/,
    {
      says: 'SES has paused sending, as it does when too many mails bounce or are complained of.',
      todo: 'See the SES console’s reputation page; once sending is resumed, redrive.',
      passes: true,
    },
  ],
  [
    /^ses-(Throttling\w*|TooManyRequests\w*|LimitExceeded\w*|MaxSendingRate\w*)$/,
    {
      says: 'SES’s sending rate or daily quota was used up.',
      todo: 'Ask for a higher quota (docs/deploy.md), or wait a day; then redrive.',
      passes: true,
    },
  ],
  [
    /^ses-/,
    {
      says: 'SES did not take the mail.',
      todo: 'The code is SES’s own name for why. Put it right, then redrive.',
      passes: true,
    },
  ],
  [
    /Throttl|TooManyRequests|RequestLimit|ProvisionedThroughput|SlowDown|LimitExceeded/i,
    {
      says: 'AWS asked to slow down, again and again.',
      todo: 'Look at the dashboard for throttles; then redrive.',
      passes: true,
    },
  ],
  [
    /AccessDenied|NotAuthorized|UnrecognizedClient|ExpiredToken|InvalidSignature|Kms|Forbidden/i,
    {
      says: 'A function was not allowed to do its work.',
      todo: 'Its role or a key’s policy was changed: deploy again, then redrive.',
      passes: true,
    },
  ],
  [
    /ResourceNotFound|DoesNotExist|NonExistent|NoSuch/i,
    {
      says: 'Something the function needs is gone: a table, queue or secret.',
      todo: 'Deploy again, then redrive.',
      passes: true,
    },
  ],
  [
    /Timeout|Networking|^E[A-Z]+$|ServiceUnavailable|Internal/i,
    {
      says: 'A service did not answer, again and again.',
      todo: `${PASSES} Look at the AWS Health Dashboard if it happens again.`,
      passes: true,
    },
  ],
];

const UNKNOWN: ReasonText = {
  says: 'The function failed with an error it has no words for: most likely a defect.',
  todo: 'Look for the code in the function’s log. When it is mended and deployed, redrive.',
  passes: true,
};

/** SQS moved it: the function never got to say why. */
export const NO_REASON: ReasonText = {
  says: 'Nothing is wrong with it now. SQS moved it after its last receive: the function timed out, crashed, or was throttled every time.',
  todo: 'Redrive it. If it comes back, look into the function’s log.',
  passes: true,
};

/** The words for a code; there are some for any text. */
export function reasonTextFor(code: string): ReasonText {
  if (isRefusal(code)) return REFUSALS[code];
  if (Object.hasOwn(FAILURES, code)) return FAILURES[code] ?? UNKNOWN;
  return FAMILIES.find(([pattern]) => pattern.test(code))?.[1] ?? UNKNOWN;
}

/** Whether a code has words of its own, not only those for any other. */
export function hasReasonText(code: string): boolean {
  return reasonTextFor(code) !== UNKNOWN;
}

/** Whether it is the code of a message that can never be taken. */
export function isRefusal(code: string): code is RefusalCode {
  return Object.hasOwn(REFUSALS, code);
}
