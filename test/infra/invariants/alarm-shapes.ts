import * as z from 'zod';
import { type DeployedResource, type Deployment, resourcesOfType, type Value } from '../stages.ts';

export const alarmType = 'AWS::CloudWatch::Alarm';
export const topicType = 'AWS::SNS::Topic';

const dimensions = z.array(z.object({ Name: z.string(), Value: z.json() })).default([]);
const metric = z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions: dimensions });

const alarm = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string().default(''),
  AlarmActions: z.array(z.json()).default([]),
  OKActions: z.array(z.json()).default([]),
  ActionsEnabled: z.boolean().default(true),
  Threshold: z.number(),
  ComparisonOperator: z.string(),
  EvaluationPeriods: z.number(),
  DatapointsToAlarm: z.number().optional(),
  TreatMissingData: z.string().default('missing'),
  Metrics: z
    .array(
      z.object({ Expression: z.string().optional(), MetricStat: z.object({ Metric: metric }).optional() }),
    )
    .default([]),
});
const ofOneMetric = metric.partial({ Namespace: true, MetricName: true });

/** A metric of an alarm or a dashboard. */
export interface NamedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, Value>>;
}

/** An alarm with its metrics. */
export type AlarmShape = z.output<typeof alarm> & {
  readonly resource: DeployedResource;
  readonly metrics: readonly NamedMetric[];
};

/** Returns all alarms of a deployment. */
export function alarms(deployed: Deployment): readonly AlarmShape[] {
  return resourcesOfType(deployed, alarmType).map((resource) => {
    const parsed = alarm.parse(resource.properties);
    const one = ofOneMetric.parse(resource.properties);
    const direct = metric.safeParse(one);
    const inMath = parsed.Metrics.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []));
    const metrics = [...(direct.success ? [direct.data] : []), ...inMath].map(named);
    return { ...parsed, resource, metrics };
  });
}

/** Whether two metrics have the same name and dimensions. */
export function isSame(a: NamedMetric, b: NamedMetric): boolean {
  return textOf(a) === textOf(b);
}

/** Formats a metric for a violation. */
export function textOf({ namespace, name, dimensions: by }: NamedMetric): string {
  const parts = Object.entries(by)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [`${namespace} ${name}`, ...parts].join(' ');
}

/** Returns the runbook in the last line of an alarm's description, or `null`. */
export function runbookOf({ AlarmDescription }: Pick<AlarmShape, 'AlarmDescription'>): string | null {
  return /^Runbook: (\S+)$/.exec(AlarmDescription.split('\n').at(-1) ?? '')?.[1] ?? null;
}

function named({ Namespace, MetricName, Dimensions }: z.output<typeof metric>): NamedMetric {
  return {
    namespace: Namespace,
    name: MetricName,
    dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
  };
}
