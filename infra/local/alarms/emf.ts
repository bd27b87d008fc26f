import { isRecord } from '../template/values.ts';
import type { MetricKey } from './readings.ts';

/** A reading in a line of CloudWatch's embedded metric format. */
export interface MetricDatum {
  readonly metric: MetricKey;
  readonly value: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Reads a line in CloudWatch's embedded metric format, every metric under each of its sets of dimensions.
 * @returns `null` for a line that is none: it is a log line
 */
export function readEmf(line: string): MetricDatum[] | null {
  if (!line.startsWith('{"_aws"')) return null;
  const told = parseJson(line);
  const about = isRecord(told) ? told._aws : undefined;
  if (!isRecord(told) || !isRecord(about) || !Array.isArray(about.CloudWatchMetrics)) return null;
  const at = Number(about.Timestamp);
  return about.CloudWatchMetrics.filter(isRecord).flatMap(({ Namespace, Dimensions, Metrics }) =>
    asList(Dimensions).flatMap((names) =>
      asList(Metrics)
        .filter(isRecord)
        .flatMap(({ Name }) => {
          const dimensions = Object.fromEntries(
            asList(names).map((name) => [String(name), String(told[String(name)])]),
          );
          const metric = { namespace: String(Namespace), name: String(Name), dimensions };
          const values = told[String(Name)];
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
