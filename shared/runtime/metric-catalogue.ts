/** The CloudWatch namespace of all metrics. */
export const NAMESPACE = 'MultichannelSupport';

/**
 * Every metric: its unit, and its dimension besides the stage. Dimension values come from closed lists (rows of the rule tables,
 * words of the contract), because CloudWatch bills each pair of metric and value. A dimension is never a partner, customer, case
 * or address. A metric with a dimension is also published without it, as a total.
 */
export const METRICS = {
  /** Rules that decided; each event counts once. */
  RuleHit: { unit: 'Count', by: 'rule' },
  ChainStarted: { unit: 'Count', by: 'chain' },
  /** Changes of invitations: opened, approved, consented, declined, removed, expired, undeliverable. */
  InvitationMoved: { unit: 'Count', by: 'to' },
  OutcomePublished: { unit: 'Count', by: 'type' },
  /** Mails that SES accepted. */
  MailSent: { unit: 'Count', by: 'kind' },
  /** Mails to a partner that bounced or were complained of, and mails that SES rejected. */
  MailFailed: { unit: 'Count', by: 'kind' },
  /** Feedback from SES: bounce, complaint, delivery, reject. */
  MailFeedback: { unit: 'Count', by: 'kind' },
  EventRefused: { unit: 'Count', by: 'code' },
  /** From an event's own `time` until its outcomes were sent, in milliseconds. */
  EventToOutcomeDelay: { unit: 'Milliseconds', by: null },
  /** Subscriptions refused because their case is full. */
  CaseFull: { unit: 'Count', by: null },
  /** How long the oldest due case has been due, in seconds; 0 when none is due. */
  DueBehind: { unit: 'Seconds', by: null },
  /** Visits to an invitation that got the page “try again”. */
  PageUnavailable: { unit: 'Count', by: null },
} as const;

export type MetricName = keyof typeof METRICS;

/** A measured value: `of` is the value of the metric's dimension; `value` is in the metric's unit, 1 by default. */
export type MetricValue = {
  readonly [Name in MetricName]: (typeof METRICS)[Name] extends { by: string }
    ? { readonly name: Name; readonly of: string; readonly value?: number }
    : { readonly name: Name; readonly value?: number };
}[MetricName];

/** Collects metrics. */
export interface Meter {
  add(...values: readonly MetricValue[]): void;
}
