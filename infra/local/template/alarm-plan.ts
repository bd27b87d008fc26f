/** An alarm of the template: when it rings, and what it says. */
export interface AlarmPlan {
  readonly name: string;
  readonly description: string;
  /** What it looks at; with an expression, what that is over. */
  readonly metrics: readonly AlarmMetricPlan[];
  /** Metric math; without it there is one metric, which is compared itself. */
  readonly expression: { readonly text: string; readonly label: string } | undefined;
  readonly comparison: 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold';
  readonly threshold: number;
  readonly periods: { readonly breaching: number; readonly of: number; readonly seconds: number };
  readonly missing: 'breaching' | 'notBreaching' | 'ignore';
}

/** A metric as CloudWatch names it. */
export interface AlarmMetricPlan {
  /** Its name in the expression. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Sum, Maximum and so on. */
  readonly statistic: string;
}
