import { localArn } from '../../aws-names.ts';
import { evaluateExpression, MetricMathError } from '../../cloudwatch-alarms/metric-math.ts';
import type { AlarmMetricPlan, AlarmPlan } from '../plan.ts';
import type { Properties, Resource, ResourceType } from '../resource-type.ts';
import { TemplateError } from '../stack-template.ts';

const alarmName = (resource: Resource) => resource.textOf('AlarmName') ?? resource.generatedName;
const noCall = 'nobody is on call for this machine';

/** An alarm, as far as its condition goes: it is shown, and calls nobody. */
export const alarm: ResourceType = {
  ref: alarmName,
  attributes: { Arn: (resource) => localArn('cloudwatch', `alarm:${alarmName(resource)}`) },
  run(properties, plan, resource) {
    properties.skip({
      AlarmName: 'read as the resource’s name',
      AlarmActions: noCall,
      OKActions: noCall,
      InsufficientDataActions: noCall,
      ActionsEnabled: noCall,
      Tags: 'for the bill',
    });
    const of = properties.optionalNumber('EvaluationPeriods') ?? 1;
    const { metrics, expression, seconds } = measured(properties);
    plan.alarms.push({
      name: alarmName(resource),
      description: properties.optionalText('AlarmDescription') ?? '',
      metrics,
      expression,
      comparison: oneOf(properties, 'ComparisonOperator', [
        'GreaterThanOrEqualToThreshold',
        'LessThanThreshold',
      ]),
      threshold: properties.optionalNumber('Threshold') ?? 0,
      periods: { of, breaching: properties.optionalNumber('DatapointsToAlarm') ?? of, seconds },
      missing: oneOf(properties, 'TreatMissingData', ['notBreaching', 'breaching', 'ignore']),
    });
  },
};

type Measured = Pick<AlarmPlan, 'metrics' | 'expression'> & { readonly seconds: number };

/** One metric, or metric math over several; all of one period. */
function measured(properties: Properties): Measured {
  const parts = properties.objects('Metrics');
  if (parts.length === 0) {
    const statistic = properties.text('Statistic');
    const seconds = properties.optionalNumber('Period') ?? 60;
    return { metrics: [{ id: 'value', statistic, ...metricOf(properties) }], expression: undefined, seconds };
  }
  const metrics: AlarmMetricPlan[] = [];
  const periods = new Set<number>();
  let expression: AlarmPlan['expression'];
  for (const part of parts) {
    part.skip({ ReturnData: 'the expression is what is compared', Period: 'its metrics have it' });
    const id = part.text('Id');
    const text = part.optionalText('Expression');
    const label = part.optionalText('Label') ?? id;
    if (text !== undefined) {
      expression = { text, label };
      continue;
    }
    const stat = part.object('MetricStat');
    periods.add(stat.optionalNumber('Period') ?? 60);
    metrics.push({ id, statistic: stat.text('Stat'), ...metricOf(stat.object('Metric')) });
  }
  const [seconds, ...others] = periods;
  if (expression === undefined || seconds === undefined || others.length > 0)
    throw new TemplateError(
      properties.where,
      'metric math must be one expression over metrics of one period',
    );
  refuseUnknownMath(expression.text, metrics, properties.where);
  return { metrics, expression, seconds };
}

/** @throws TemplateError for metric math that could not be worked out when somebody asks */
function refuseUnknownMath(text: string, metrics: readonly AlarmMetricPlan[], where: string): void {
  try {
    evaluateExpression(text, Object.fromEntries(metrics.map(({ id }) => [id, undefined])));
  } catch (error) {
    if (error instanceof MetricMathError) throw new TemplateError(where, error.message);
    throw error;
  }
}

function metricOf(properties: Properties): Pick<AlarmMetricPlan, 'namespace' | 'name' | 'dimensions'> {
  const dimensions = properties.objects('Dimensions').map((one) => [one.text('Name'), one.text('Value')]);
  return {
    namespace: properties.text('Namespace'),
    name: properties.text('MetricName'),
    dimensions: Object.fromEntries(dimensions),
  };
}

function oneOf<const Text extends string>(
  properties: Properties,
  name: string,
  allowed: readonly Text[],
): Text {
  const value = properties.text(name);
  const found = allowed.find((one) => one === value);
  if (found === undefined)
    throw new TemplateError(properties.where, `${name} must be ${allowed.join(' or ')}, got ${value}`);
  return found;
}
