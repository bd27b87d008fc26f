import { isRecord } from '../template/is-record.ts';
import type { AlarmMetricPlan } from '../template/plan.ts';

/** Which metric, as CloudWatch names it. */
export type MetricKey = Pick<AlarmMetricPlan, 'namespace' | 'name' | 'dimensions'>;

/** The values of one minute. */
interface MinuteValues {
  sum: number;
  count: number;
  minimum: number;
  maximum: number;
}

const MINUTE = 60_000;

const statistics: Readonly<Record<string, (minutes: readonly MinuteValues[]) => number>> = {
  Sum: (minutes) => minutes.reduce((sum, one) => sum + one.sum, 0),
  SampleCount: (minutes) => minutes.reduce((sum, one) => sum + one.count, 0),
  Average: (minutes) =>
    minutes.reduce((sum, one) => sum + one.sum, 0) / minutes.reduce((sum, one) => sum + one.count, 0),
  Maximum: (minutes) => Math.max(...minutes.map(({ maximum }) => maximum)),
  Minimum: (minutes) => Math.min(...minutes.map(({ minimum }) => minimum)),
};

/** What was measured on this machine, by the minute of the product's clock; as old as any alarm looks back. */
export class MetricStore {
  readonly #kept: number;
  readonly #metrics = new Map<string, Map<number, MinuteValues>>();

  /** @param keptSeconds how far back is looked */
  constructor(keptSeconds: number) {
    this.#kept = Math.ceil(keptSeconds / 60) + 1;
  }

  /** @param at epoch milliseconds by the product's clock */
  add(metric: MetricKey, value: number, at: number): void {
    const key = keyOf(metric);
    const minutes = this.#metrics.get(key) ?? new Map<number, MinuteValues>();
    this.#metrics.set(key, minutes);
    const minute = Math.floor(at / MINUTE);
    const held = minutes.get(minute);
    if (held === undefined) {
      minutes.set(minute, { sum: value, count: 1, minimum: value, maximum: value });
      for (const old of minutes.keys()) if (old < minute - this.#kept) minutes.delete(old);
      return;
    }
    held.sum += value;
    held.count += 1;
    held.minimum = Math.min(held.minimum, value);
    held.maximum = Math.max(held.maximum, value);
  }

  /** A statistic over the minutes after `from` up to `to` (epoch milliseconds), or undefined when nothing was measured. */
  value(metric: MetricKey, statistic: string, from: number, to: number): number | undefined {
    const [first, last] = [Math.floor(from / MINUTE), Math.floor(to / MINUTE)];
    const found = [...(this.#metrics.get(keyOf(metric)) ?? [])].flatMap(([minute, values]) =>
      minute > first && minute <= last ? [values] : [],
    );
    return found.length === 0 ? undefined : statistics[statistic]?.(found);
  }
}

/** Whether the store can compute a statistic. It cannot compute percentiles. */
export function isStatisticKept(statistic: string): boolean {
  return Object.hasOwn(statistics, statistic);
}

function keyOf({ namespace, name, dimensions }: MetricKey): string {
  const parts = Object.entries(dimensions).map(([key, value]) => `${key}=${value}`);
  return [namespace, name, ...parts.sort()].join('|');
}

/** A value in a line of CloudWatch's embedded metric format. */
export interface MetricDatum {
  readonly metric: MetricKey;
  readonly value: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Parses a line in CloudWatch's embedded metric format: every metric with each of its sets of dimensions.
 * @returns `null` for any other line of a log
 */
export function readEmf(line: string): MetricDatum[] | null {
  if (!line.startsWith('{"_aws"')) return null;
  const document = parseJson(line);
  const about = isRecord(document) ? document._aws : undefined;
  if (!isRecord(document) || !isRecord(about) || !Array.isArray(about.CloudWatchMetrics)) return null;
  const at = Number(about.Timestamp);
  return about.CloudWatchMetrics.filter(isRecord).flatMap(({ Namespace, Dimensions, Metrics }) =>
    asList(Dimensions).flatMap((names) =>
      asList(Metrics)
        .filter(isRecord)
        .flatMap(({ Name }) => {
          const dimensions = Object.fromEntries(
            asList(names).map((name) => [String(name), String(document[String(name)])]),
          );
          const metric = { namespace: String(Namespace), name: String(Name), dimensions };
          const values = document[String(Name)];
          return (Array.isArray(values) ? values : [values]).map((value) => ({
            metric,
            value: Number(value),
            at,
          }));
        }),
    ),
  );
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
