/** Where our metrics are in CloudWatch. */
export const NAMESPACE = 'MultichannelSupport';

/**
 * Every metric of ours: its unit and what it is told apart by, besides the stage. What a dimension may say comes from closed
 * lists (rows of the rule tables, words of the contract), so that their number stays small: CloudWatch bills each pair of
 * metric and value. Never a partner, customer, case or address. A metric with a dimension has its total without it, too.
 */
export const METRICS = {
  /** Rules that decided, of events taken in for the first time. */
  RuleHit: { unit: 'Count', by: 'rule' },
  ChainStarted: { unit: 'Count', by: 'chain' },
  /** What became of invitations: opened, approved, consented, declined, removed, expired, undeliverable. */
  InvitationMoved: { unit: 'Count', by: 'to' },
  OutcomePublished: { unit: 'Count', by: 'type' },
  /** Mails that SES took. */
  MailSent: { unit: 'Count', by: 'kind' },
  /** What SES told of them: bounce, complaint, delivery. */
  MailFeedback: { unit: 'Count', by: 'kind' },
  EventRefused: { unit: 'Count', by: 'code' },
  /** From an event's own `time` until its outcomes were sent, in milliseconds. */
  EventToOutcomeDelay: { unit: 'Milliseconds', by: null },
  /** Subscriptions refused because their case has all it can hold. */
  CaseFull: { unit: 'Count', by: null },
  /** How long ago the oldest case that waits was due, in seconds; 0 when none waits. */
  DueBehind: { unit: 'Seconds', by: null },
  /** Visits to an invitation that got the page that says to try again. */
  PageUnavailable: { unit: 'Count', by: null },
} as const;

export type MetricName = keyof typeof METRICS;

/** One thing that was measured: `of` what, where the metric is told apart; `value` in the metric's unit, for counts 1. */
export type MetricValue = {
  readonly [Name in MetricName]: (typeof METRICS)[Name] extends { by: string }
    ? { readonly name: Name; readonly of: string; readonly value?: number }
    : { readonly name: Name; readonly value?: number };
}[MetricName];

/** Takes what is measured. */
export interface Meter {
  add(...readings: readonly MetricValue[]): void;
}
