import { readTemplates } from '../../../../infra/local/template/read-template.ts';
import { stackOf } from '../template-builders.ts';

const endpoints = {
  api: 'http://api',
  sqs: 'http://sqs',
  dynamodb: 'http://db',
  ses: 'http://ses',
  secrets: 'http://s',
};

/** An alarm of a template; by default it is in alarm at one error of function `work` in five minutes. */
const alarm = (properties: Record<string, unknown> = {}) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: 'work-errors',
    AlarmDescription: 'Work is late.\nRunbook: docs/runbooks/function-errors.md',
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: 'work' }],
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [{ Ref: 'AWS::Region' }],
    ...properties,
  },
});
/** The alarms that are read of a template with one alarm; what is undefined is left out of it. */
export function plan(properties: Record<string, unknown> = {}) {
  const { Type, Properties } = alarm(properties);
  const given = Object.entries(Properties).filter(([, value]) => value !== undefined);
  return readTemplates([stackOf({ Alarm: { Type, Properties: Object.fromEntries(given) } })], endpoints)
    .alarms;
}
