import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { METRICS, type MetricName, NAMESPACE } from '../../../shared/runtime/metric-catalogue.ts';
import type { StageSettings } from '../../settings/stage-settings.ts';

/** Shorter would cost nothing and tell nothing: nobody acts on a minute. */
export const fiveMinutes = Duration.minutes(5);

/** A metric that AWS keeps of a resource, summed over five minutes unless told otherwise. */
export function awsMetric(
  service: string,
  metricName: string,
  dimensionsMap: Readonly<Record<string, string>> = {},
  {
    statistic = Stats.SUM,
    period = fiveMinutes,
  }: { readonly statistic?: string; readonly period?: Duration } = {},
): Metric {
  return new Metric({ namespace: `AWS/${service}`, metricName, dimensionsMap, statistic, period });
}

/** A metric of ours, over all that its own dimension tells apart. */
export function ownMetric(
  { stage }: Pick<StageSettings, 'stage'>,
  metricName: MetricName,
  {
    statistic = Stats.SUM,
    period = fiveMinutes,
  }: { readonly statistic?: string; readonly period?: Duration } = {},
): Metric {
  return new Metric({ namespace: NAMESPACE, metricName, dimensionsMap: { stage }, statistic, period });
}

/** One line for each value of a metric's dimension that was seen in the last two weeks. For dashboards: an alarm takes none. */
export function perDimensionValue(
  { stage }: Pick<StageSettings, 'stage'>,
  metricName: MetricName,
): MathExpression {
  const { by } = METRICS[metricName];
  if (by === null) throw new Error(`${metricName} is not told apart by anything`);
  const search = `{${NAMESPACE},stage,${by}} stage="${stage}" MetricName="${metricName}"`;
  return new MathExpression({
    expression: `SEARCH('${search}', 'Sum', ${fiveMinutes.toSeconds()})`,
    label: `\${PROP('Dim.${by}')}`,
    period: fiveMinutes,
  });
}

/** The sum of several metrics, one without data counting as 0. */
export function sum(metrics: Readonly<Record<string, Metric>>, label: string): MathExpression {
  const expression = Object.keys(metrics)
    .map((id) => `FILL(${id}, 0)`)
    .join(' + ');
  return new MathExpression({ expression, usingMetrics: { ...metrics }, label, period: fiveMinutes });
}
