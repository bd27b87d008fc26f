import { Metrics } from '@aws-lambda-powertools/metrics';
import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import { METRICS, type Meter, type MetricName, type MetricValue, NAMESPACE } from './metric-catalogue.ts';
import { setting } from './settings.ts';

/** Gathers an invocation's readings and writes them at its end, one line of EMF for each metric and dimension. */
export interface InvocationMeter extends Meter {
  /** Writes what was gathered since the last time; nothing when there is nothing. */
  flush(): void;
}

/** Powertools warns of its own defaults and of having nothing to publish; both are meant here. */
const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * The function's meter. Lines go to stdout in CloudWatch's embedded metric format: no call, no permission, no wait.
 * @throws Error when the stack did not set STAGE
 */
export function createMeter(): InvocationMeter {
  const metrics = new Metrics({ namespace: NAMESPACE, logger: silent });
  // Powertools puts the function's name into every metric: each rule would be billed once for each function.
  metrics.clearDefaultDimensions();
  metrics.setDefaultDimensions({ stage: setting('STAGE') });
  const gathered = new Map<string, { readonly first: MetricValue; readonly values: number[] }>();

  const write = ({ first, values }: { readonly first: MetricValue; readonly values: readonly number[] }) => {
    const { unit, by } = METRICS[first.name];
    if (by !== null && 'of' in first) metrics.addDimensions({ [by]: first.of }).addDimensions({});
    for (const value of told(first.name, values)) metrics.addMetric(first.name, unit, value);
    // Powertools publishes by itself when a line is full; there is nothing left then.
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  };
  return {
    add(...readings) {
      for (const reading of readings) {
        const value = reading.value ?? 1;
        // What is no number is left out here: at the end it would fail a batch that is done.
        if (!Number.isFinite(value)) continue;
        const key = 'of' in reading ? `${reading.name} ${reading.of}` : reading.name;
        const held = gathered.get(key);
        if (held) held.values.push(value);
        else gathered.set(key, { first: reading, values: [value] });
      }
    },
    flush() {
      const all = [...gathered.values()];
      gathered.clear();
      for (const one of all) write(one);
    },
  };
}

/** Writes the readings once an invocation is over, however it ended. To be used before what adds readings at the end. */
export function flushMetrics(meter: InvocationMeter): MiddlewareObj<unknown, unknown, Error, Context> {
  return { after: () => meter.flush(), onError: () => meter.flush() };
}

/** Counts are summed, so that a batch writes one number; what is measured is told one by one, for percentiles. */
function told(name: MetricName, values: readonly number[]): readonly number[] {
  return METRICS[name].unit === 'Count' ? [values.reduce((sum, value) => sum + value, 0)] : values;
}
