import type { AlarmMetricPlan, AlarmPlan } from '../template/alarm-plan.ts';
import { evaluateExpression, type MetricValue } from './metric-math.ts';

/** How an alarm stands. `NOT_RUN`: this machine does not measure what it looks at; the reason says why. */
export interface AlarmState {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'NOT_RUN';
  readonly reason: string;
  /** Path from the project's root. */
  readonly runbook: string;
  /** What it would mean for customers. */
  readonly meaning: string;
}

/** What can be measured of a metric. */
export interface MetricSource {
  /** Its value in a period (epoch milliseconds), undefined when nothing was measured. */
  value(metric: AlarmMetricPlan, from: number, to: number): MetricValue;
  /** Why it is not measured on this machine, or undefined when it is. */
  whyNotMeasured(metric: AlarmMetricPlan): string | undefined;
  /** Since when anything is measured, epoch milliseconds. */
  readonly startedAt: number;
}

/** Tells how an alarm stands at a moment (epoch milliseconds, by the product's clock). */
export function evaluateAlarm(plan: AlarmPlan, measured: MetricSource, now: number): AlarmState {
  const [meaning = '', ...lines] = plan.description.split('\n');
  const runbook = lines.at(-1)?.replace(/^Runbook: /, '') ?? '';
  const told = { name: plan.name, runbook, meaning };
  const notRun = plan.metrics
    .map((metric) => measured.whyNotMeasured(metric))
    .find((why) => why !== undefined);
  if (notRun !== undefined) return { ...told, state: 'NOT_RUN', reason: notRun };
  const { of, breaching, seconds } = plan.periods;
  const values = Array.from({ length: of }, (_, ago) => {
    const to = now - ago * seconds * 1000;
    const from = to - seconds * 1000;
    return { value: valueIn(plan, measured, from, to), isBefore: from < measured.startedAt };
  });
  const bad = values.filter(({ value, isBefore }) => isBreaching(plan, value, isBefore)).length;
  return { ...told, state: bad >= breaching ? 'ALARM' : 'OK', reason: reasonOf(plan, values[0]?.value) };
}

function valueIn(
  { metrics, expression }: AlarmPlan,
  measured: MetricSource,
  from: number,
  to: number,
): MetricValue {
  const values = Object.fromEntries(metrics.map((metric) => [metric.id, measured.value(metric, from, to)]));
  return expression === undefined ? Object.values(values)[0] : evaluateExpression(expression.text, values);
}

/** Missing data from before there was anything to measure it never rings. What CloudWatch would `ignore` keeps nothing ringing here. */
function isBreaching(
  { comparison, threshold, missing }: AlarmPlan,
  value: MetricValue,
  isBefore: boolean,
): boolean {
  if (value === undefined) return missing === 'breaching' && !isBefore;
  return comparison === 'LessThanThreshold' ? value < threshold : value >= threshold;
}

function reasonOf(
  { metrics, expression, threshold, comparison, periods }: AlarmPlan,
  value: MetricValue,
): string {
  const [metric] = metrics;
  const of = metric && Object.entries(metric.dimensions).find(([name]) => name !== 'stage')?.[1];
  const what = expression?.label ?? `${metric?.name}${of === undefined ? '' : ` of ${of}`}`;
  const minutes = periods.seconds / 60;
  const rings = comparison === 'LessThanThreshold' ? `below ${threshold}` : `at ${threshold}`;
  const often = periods.of > 1 ? `, ${periods.breaching} of ${periods.of} times` : '';
  return `${what}: ${value ?? 'no data'} in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} (rings ${rings}${often})`;
}
