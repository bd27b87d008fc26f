import { Metrics } from '@aws-lambda-powertools/metrics';
import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import { METRICS, type Meter, type MetricName, type MetricValue, NAMESPACE } from './metric-catalogue.ts';
import { setting } from './settings.ts';

/** Collects the metrics of an invocation and writes them at its end, one line of EMF for each metric and dimension. */
export interface InvocationMeter extends Meter {
  /** Writes the metrics collected since the last call. */
  flush(): void;
}

/** Silences Powertools' warnings about its defaults and about having nothing to publish; both are intended. */
const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * Creates the meter of a function. It writes to stdout in CloudWatch's embedded metric format: no call, permission or wait.
 * @throws Error when the stack did not set STAGE
 */
export function createMeter(): InvocationMeter {
  const metrics = new Metrics({ namespace: NAMESPACE, logger: silent });
  // By default Powertools adds the function's name to every metric: each rule would be billed once for each function.
  metrics.clearDefaultDimensions();
  metrics.setDefaultDimensions({ stage: setting('STAGE') });
  const collected = new Map<string, { readonly metric: MetricValue; readonly values: number[] }>();

  const write = ({
    metric,
    values,
  }: {
    readonly metric: MetricValue;
    readonly values: readonly number[];
  }) => {
    const { unit, by } = METRICS[metric.name];
    if (by !== null && 'of' in metric) metrics.addDimensions({ [by]: metric.of }).addDimensions({});
    for (const value of valuesToWrite(metric.name, values)) metrics.addMetric(metric.name, unit, value);
    // Powertools publishes a full line by itself; then nothing is left.
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  };
  return {
    add(...metricValues) {
      for (const metric of metricValues) {
        const value = metric.value ?? 1;
        // Powertools throws for what is not a number, which would fail a finished batch at its end.
        if (!Number.isFinite(value)) continue;
        const key = 'of' in metric ? `${metric.name} ${metric.of}` : metric.name;
        const held = collected.get(key);
        if (held) held.values.push(value);
        else collected.set(key, { metric, values: [value] });
      }
    },
    flush() {
      const all = [...collected.values()];
      collected.clear();
      for (const entry of all) write(entry);
    },
  };
}

/** Writes the metrics at the end of an invocation, even a failed one. Use it before middlewares that add metrics at the end. */
export function flushMetrics(meter: InvocationMeter): MiddlewareObj<unknown, unknown, Error, Context> {
  return { after: () => meter.flush(), onError: () => meter.flush() };
}

/** A count is summed to one value. Other metrics keep each value, for percentiles. */
function valuesToWrite(name: MetricName, values: readonly number[]): readonly number[] {
  return METRICS[name].unit === 'Count' ? [values.reduce((sum, value) => sum + value, 0)] : values;
}
