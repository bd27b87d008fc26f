/**
 * How long a message is tried again that failed with an error. `outage`: as long as its queue allows, hours, for what failed is
 * something else that will be back. `short`: a few times, minutes, for waiting mends nothing that is wrong with message or program.
 */
export type RetryBudget = 'short' | 'outage';

/**
 * An error that knows whether trying again can help, and for how long. Unknown errors are taken as retryable: better a message in
 * the dead-letter queue after its receives than one lost.
 */
export abstract class ServiceError extends Error {
  abstract readonly code: string;
  abstract readonly retryable: boolean;
  /** Most of ours are something else's trouble. */
  readonly retryBudget: RetryBudget = 'outage';
  /**
   * Seconds until trying again may help: by the back-off, unless the error knows better.
   * @param base the stage's first delay, in seconds
   * @param receives how often the message was received
   */
  retryIn(base: number, receives: number): number {
    return backOff(base, receives);
  }
}

/** Longest delay of the back-off, in seconds. */
const LONGEST_RETRY = 900;

/** Full back-off: the base after the first receive, doubling, at most 15 minutes. */
export function backOff(base: number, receives: number): number {
  return Math.min(LONGEST_RETRY, Math.round(base * 2 ** Math.max(0, receives - 1)));
}

/** No `partner.registered` has come for this partner yet; it may still be under way (contract §10). */
export class UnknownPartner extends ServiceError {
  readonly code = 'unknown-partner';
  readonly retryable = true;
  override readonly retryBudget = 'short';
  constructor() {
    super('data.partnerId is not registered');
    this.name = 'UnknownPartner';
  }
}

/** The deadline came before this record was reached; it goes back to the queue. */
export class DeadlineReached extends ServiceError {
  readonly code = 'deadline-reached';
  readonly retryable = true;
  constructor() {
    super('The function’s time was over before this record was reached');
    this.name = 'DeadlineReached';
  }
}

/** Other writers of the same case were quicker every time. */
export class CaseContended extends ServiceError {
  readonly code = 'case-contended';
  readonly retryable = true;
  constructor(attempts: number) {
    super(`The case was written by others ${attempts} times while it was folded`);
    this.name = 'CaseContended';
  }
}

/** What was decided is written, but not all that follows from it could be sent. */
export class EffectsUnsent extends ServiceError {
  readonly code = 'effects-unsent';
  readonly retryable = true;
  constructor() {
    super('Not all effects could be sent');
    this.name = 'EffectsUnsent';
  }
}

/** The input can never be taken; it goes to the dead-letter queue at once. */
export class RefusedInput extends ServiceError {
  readonly code: string;
  readonly retryable = false;
  constructor(code: string, detail: string) {
    super(detail);
    this.name = 'Refused';
    this.code = code;
  }
}

/** A caught value as an error. */
export function asError(caught: unknown): Error {
  return caught instanceof Error ? caught : new Error('A value that is not an Error was thrown');
}

/** The code of any error: its own, or its name. */
export function codeOf(error: unknown): string {
  if (error instanceof Error)
    return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return 'unknown';
}
