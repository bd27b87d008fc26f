/**
 * How long a failed message is retried. `outage`: as long as its queue allows, for hours, because another service failed and will
 * be back. `short`: a few times, for minutes, because waiting does not repair a message or a program.
 */
export type RetryBudget = 'short' | 'outage';

/**
 * An error that knows whether a retry can help, and for how long. All other errors are retried, too: a message that ends in the
 * dead-letter queue is better than a lost one.
 */
export abstract class ServiceError extends Error {
  abstract readonly code: string;
  abstract readonly retryable: boolean;
  /** Most of these errors come from another service. */
  readonly retryBudget: RetryBudget = 'outage';
  /**
   * Seconds until the retry: the back-off, unless a subclass knows better.
   * @param base the stage's first delay, in seconds
   * @param receives how often the message was received
   */
  retryIn(base: number, receives: number): number {
    return backOff(base, receives);
  }
}

/** Longest delay, in seconds. */
const LONGEST_RETRY = 900;

/** Exponential back-off in seconds: the base after the first receive, doubling, at most 15 minutes. */
export function backOff(base: number, receives: number): number {
  return Math.min(LONGEST_RETRY, Math.round(base * 2 ** Math.max(0, receives - 1)));
}

/** No `partner.registered` was received for this partner yet. It may still arrive (contract §10). */
export class UnknownPartner extends ServiceError {
  readonly code = 'unknown-partner';
  readonly retryable = true;
  override readonly retryBudget = 'short';
  constructor() {
    super('data.partnerId is not registered');
    this.name = 'UnknownPartner';
  }
}

/** The function ran out of time before it reached this record, which goes back to the queue. */
export class DeadlineReached extends ServiceError {
  readonly code = 'deadline-reached';
  readonly retryable = true;
  constructor() {
    super('The function ran out of time before it reached this record');
    this.name = 'DeadlineReached';
  }
}

/** Other writers of the same case were faster in every attempt. */
export class CaseContended extends ServiceError {
  readonly code = 'case-contended';
  readonly retryable = true;
  constructor(attempts: number) {
    super(`Other writers changed the case during each of ${attempts} attempts`);
    this.name = 'CaseContended';
  }
}

/** The case is written, but not all of its effects could be sent. */
export class EffectsUnsent extends ServiceError {
  readonly code = 'effects-unsent';
  readonly retryable = true;
  constructor() {
    super('Not all effects could be sent');
    this.name = 'EffectsUnsent';
  }
}

/** The input can never be processed. It goes to the dead-letter queue at once. */
export class RefusedInput extends ServiceError {
  readonly code: string;
  readonly retryable = false;
  constructor(code: string, detail: string) {
    super(detail);
    this.name = 'RefusedInput';
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
