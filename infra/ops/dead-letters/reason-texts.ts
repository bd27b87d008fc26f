import type { RefusalCode } from '../../../shared/events/parse-event.ts';

/** The description of an error code: what happened, and what an operator can do. */
export interface ReasonText {
  readonly says: string;
  readonly todo: string;
  /** Whether a redrive of the unchanged message can succeed. */
  readonly passes: boolean;
}

const UPSTREAM =
  'A redrive does not help: the sender must correct the event and send it again. Save and discard this one.';

const REFUSALS: Readonly<Record<RefusalCode, ReasonText>> = {
  'too-large': { says: 'The event has more than 64 KiB.', todo: UPSTREAM, passes: false },
  'not-json': { says: 'The message is not JSON.', todo: UPSTREAM, passes: false },
  'not-a-cloudevent': {
    says: 'The message is not a CloudEvent 1.0: an attribute is missing or wrong.',
    todo: UPSTREAM,
    passes: false,
  },
  'unknown-type': { says: 'The contract does not have this event type.', todo: UPSTREAM, passes: false },
  'wrong-queue': {
    says: 'The event came to a queue that does not accept its type.',
    todo: 'A redrive does not help. Save and discard it, then `replay` the saved file: that chooses the right queue. Inform the sender.',
    passes: false,
  },
  'clock-ahead': {
    says: 'The event’s time was more than 5 minutes ahead of our clock.',
    todo: 'The sender must correct its clock and send the event again. If the time was right, redrive it when it has come.',
    passes: true,
  },
  'invalid-data': {
    says: 'The event’s data does not match the schema of its type.',
    todo: UPSTREAM,
    passes: false,
  },
};

const PASSES = 'Redrive it.';

/** The codes of this product's own errors, without refusals. */
const FAILURES: Readonly<Record<string, ReasonText>> = {
  'unknown-partner': {
    says: 'The partner was not registered at any attempt.',
    todo: 'Register the partner (publish partner.registered), then redrive.',
    passes: true,
  },
  'deadline-reached': {
    says: 'The function ran out of time before it processed this message.',
    todo: `${PASSES} If it happens again, the stage is overloaded: look at the dashboard.`,
    passes: true,
  },
  'case-contended': {
    says: 'Other events of the same customer were written at the same time, at every attempt.',
    todo: PASSES,
    passes: true,
  },
  'effects-unsent': {
    says: 'The decision is stored, but its outcomes and commands could not be sent.',
    todo: `${PASSES} The same outcomes are sent with the same ids.`,
    passes: true,
  },
  'store-busy': {
    says: 'DynamoDB throttled every attempt.',
    todo: 'Look at the table’s throttles, then redrive.',
    passes: true,
  },
  'page-gone': {
    says: 'A part of the case was replaced each time while it was read.',
    todo: PASSES,
    passes: true,
  },
  'no-rule-hits': {
    says: 'No rule matches the facts: the decision table has a defect.',
    todo: 'Correct the table (npm run rules), deploy, then redrive.',
    passes: true,
  },
  'mail-unclear': {
    says: 'SES may or may not have accepted the mail. No notification from SES arrived.',
    todo: 'Redrive it: the mail is sent again, and the customer may get it twice.',
    passes: true,
  },
};

/** Patterns of codes from SES (`ses-…`), other AWS services and the network. The first that matches counts. */
const PATTERNS: readonly (readonly [pattern: RegExp, text: ReasonText])[] = [
  [/^ses-unreachable$/, { says: 'SES did not answer.', todo: PASSES, passes: true }],
  [
    /^ses-(MessageRejected|MailFromDomainNotVerified\w*)$/,
    {
      says: 'SES rejected the mail. The sender must be verified; in the sandbox, the recipient too.',
      todo: 'Verify the sender, leave the SES sandbox (docs/deploy.md), then redrive.',
      passes: true,
    },
  ],
  [
    /^ses-(AccountSendingPaused|ConfigurationSetSendingPaused|AccountSuspended|SendingPaused)\w*$/,
    {
      says: 'SES has paused sending, as it does after too many bounces or complaints.',
      todo: 'Open the reputation page of the SES console. When sending is resumed, redrive.',
      passes: true,
    },
  ],
  [
    /^ses-(Throttling\w*|TooManyRequests\w*|LimitExceeded\w*|MaxSendingRate\w*)$/,
    {
      says: 'The sending rate or the daily quota of SES was used up.',
      todo: 'Ask for a higher quota (docs/deploy.md), or wait a day; then redrive.',
      passes: true,
    },
  ],
  [
    /^ses-/,
    {
      says: 'SES refused the mail.',
      todo: 'The code is the error name of SES. Correct the cause, then redrive.',
      passes: true,
    },
  ],
  [
    /Throttl|TooManyRequests|RequestLimit|ProvisionedThroughput|SlowDown|LimitExceeded/i,
    {
      says: 'AWS throttled every attempt.',
      todo: 'Look at the dashboard for throttles, then redrive.',
      passes: true,
    },
  ],
  [
    /AccessDenied|NotAuthorized|UnrecognizedClient|ExpiredToken|InvalidSignature|Kms|Forbidden/i,
    {
      says: 'AWS denied the function access.',
      todo: 'Its role or the policy of a key was changed. Deploy again, then redrive.',
      passes: true,
    },
  ],
  [
    /ResourceNotFound|DoesNotExist|NonExistent|NoSuch/i,
    {
      says: 'A table, queue or secret of the function is missing.',
      todo: 'Deploy again, then redrive.',
      passes: true,
    },
  ],
  [
    /Timeout|Networking|^E[A-Z]+$|ServiceUnavailable|Internal/i,
    {
      says: 'A service did not answer at any attempt.',
      todo: `${PASSES} If it happens again, look at the AWS Health Dashboard.`,
      passes: true,
    },
  ],
];

const UNKNOWN: ReasonText = {
  says: 'The function failed with an unknown error: most likely a defect.',
  todo: 'Look for the code in the function’s log. After a correction is deployed, redrive.',
  passes: true,
};

/** The text for a valid message that SQS moved without a reason. */
export const NO_REASON: ReasonText = {
  says: 'The message is valid now. SQS moved it after the last receive: the function timed out, crashed or was throttled at every attempt.',
  todo: 'Redrive it. If it comes back, read the function’s log.',
  passes: true,
};

/** Returns the text for a code; an unknown code has a text, too. */
export function reasonTextFor(code: string): ReasonText {
  if (isRefusal(code)) return REFUSALS[code];
  if (Object.hasOwn(FAILURES, code)) return FAILURES[code] ?? UNKNOWN;
  return PATTERNS.find(([pattern]) => pattern.test(code))?.[1] ?? UNKNOWN;
}

/** Checks whether a code is known. */
export function hasReasonText(code: string): boolean {
  return reasonTextFor(code) !== UNKNOWN;
}

/** Checks whether a code says that a message can never be processed. */
export function isRefusal(code: string): code is RefusalCode {
  return Object.hasOwn(REFUSALS, code);
}
