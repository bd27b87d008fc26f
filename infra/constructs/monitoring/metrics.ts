import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { METRICS, type MetricName, NAMESPACE } from '../../../shared/runtime/metric-catalogue.ts';
import type { StageSettings } from '../../settings/stage-settings.ts';
import type { TableAction } from '../permissions.ts';
import type { MonitoredTable } from './monitored-resources.ts';

/** The default period. Nobody reacts to an alarm within a minute, so a shorter period has no use. */
const defaultPeriod = Duration.minutes(5);

interface MetricOptions {
  /** Default: sum. */
  readonly statistic?: string;
  /** Default: 5 minutes. */
  readonly period?: Duration;
}

/** Returns a metric of an AWS service. */
export function awsMetric(
  service: string,
  metricName: string,
  dimensionsMap: Readonly<Record<string, string>> = {},
  { statistic = Stats.SUM, period = defaultPeriod }: MetricOptions = {},
): Metric {
  return new Metric({ namespace: `AWS/${service}`, metricName, dimensionsMap, statistic, period });
}

/** Returns a custom metric of the stage, over all values of its own dimension. */
export function customMetric(
  { stage }: Pick<StageSettings, 'stage'>,
  metricName: MetricName,
  { statistic = Stats.SUM, period = defaultPeriod }: MetricOptions = {},
): Metric {
  return new Metric({ namespace: NAMESPACE, metricName, dimensionsMap: { stage }, statistic, period });
}

/**
 * Returns one line for each value of a custom metric's dimension in the last two weeks. For dashboards only: an alarm does not support
 * searches.
 */
export function perDimensionValue(
  { stage }: Pick<StageSettings, 'stage'>,
  metricName: MetricName,
): MathExpression {
  const { by } = METRICS[metricName];
  if (by === null) throw new Error(`${metricName} has no dimension of its own`);
  const search = `{${NAMESPACE},stage,${by}} stage="${stage}" MetricName="${metricName}"`;
  return new MathExpression({
    expression: `SEARCH('${search}', 'Sum', ${defaultPeriod.toSeconds()})`,
    label: `\${PROP('Dim.${by}')}`,
    period: defaultPeriod,
  });
}

/** Returns the sum of several metrics. A metric without data counts as 0. */
export function sum(metrics: Readonly<Record<string, Metric>>, label: string): MathExpression {
  const expression = Object.keys(metrics)
    .map((id) => `FILL(${id}, 0)`)
    .join(' + ');
  return new MathExpression({ expression, usingMetrics: { ...metrics }, label, period: defaultPeriod });
}

/** Returns the throttles of a table and of its indexes. A throttled index delays writes to the table. */
export function tableThrottles({ name, indexes }: MonitoredTable): Readonly<Record<string, Metric>> {
  const table = { TableName: name };
  return {
    reads: awsMetric('DynamoDB', 'ReadThrottleEvents', table),
    writes: awsMetric('DynamoDB', 'WriteThrottleEvents', table),
    ...Object.fromEntries(
      indexes.map((GlobalSecondaryIndexName) => [
        `${GlobalSecondaryIndexName}Writes`,
        awsMetric('DynamoDB', 'WriteThrottleEvents', { ...table, GlobalSecondaryIndexName }),
      ]),
    ),
  };
}

/** All table operations of the functions. DynamoDB reports system errors by operation. */
const operations: readonly TableAction[] = ['BatchGetItem', 'BatchWriteItem', 'PutItem', 'Query'];

/** Returns DynamoDB's system errors of a table, by operation. */
export function tableSystemErrors({ name }: MonitoredTable): Readonly<Record<string, Metric>> {
  return Object.fromEntries(
    operations.map((Operation) => [
      `${Operation[0]?.toLowerCase()}${Operation.slice(1)}`,
      awsMetric('DynamoDB', 'SystemErrors', { TableName: name, Operation }),
    ]),
  );
}

/** Returns a rate of the whole account, as a fraction. SES judges the account, not the stage. */
export function accountRate(rate: 'BounceRate' | 'ComplaintRate'): Metric {
  const period = Duration.hours(1);
  return awsMetric('SES', `Reputation.${rate}`, {}, { statistic: Stats.MAXIMUM, period });
}
