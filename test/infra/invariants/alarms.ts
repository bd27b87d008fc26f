import * as z from 'zod';
import { type DeployedResource, type Deployment, resourcesOfType, target, type Value } from '../stages.ts';
import {
  type AlarmShape,
  alarms,
  alarmType,
  isSame,
  type NamedMetric,
  runbookOf,
  textOf,
  topicType,
} from './alarm-shapes.ts';
import { dashboardInvariants } from './dashboards.ts';
import { type Invariant, withProperty } from './invariant.ts';
import { isDeadLetters, isSource, queueType } from './queues.ts';

/** A metric that needs an alarm, and the highest allowed threshold. */
export interface RequiredAlarm extends NamedMetric {
  readonly most: number;
}

const named = (resource: DeployedResource, property: string): Value =>
  resource.properties[property] ?? { Ref: resource.id };
const of = (type: string, property: string) => (deployed: Deployment) =>
  deployed.resources
    .filter((resource) => resource.type === type)
    .map((resource) => named(resource, property));
const wanted = (
  namespace: string,
  name: string,
  dimensions: NamedMetric['dimensions'],
  most: number,
): RequiredAlarm => ({
  namespace,
  name,
  dimensions,
  most,
});

export const functionNames = of('AWS::Lambda::Function', 'FunctionName');
export const tableNames = of('AWS::DynamoDB::Table', 'TableName');
export const pipeNames = of('AWS::Pipes::Pipe', 'Name');
const apis = (deployed: Deployment): Value[] =>
  resourcesOfType(deployed, 'AWS::ApiGatewayV2::Api').map(({ id }) => ({ Ref: id }));

/** The number of messages in every dead-letter queue: the first message is an alarm. */
export const deadLetterDepths = (deployed: Deployment) =>
  queues(deployed, isDeadLetters).map((QueueName) =>
    wanted('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName }, 1),
  );

/** The age of the oldest message in every source queue, in seconds. */
export const messageAges = (deployed: Deployment) =>
  queues(deployed, isSource).map((QueueName) =>
    wanted('AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName }, 30 * 60),
  );

export const functionFailures = (deployed: Deployment) =>
  functionNames(deployed).flatMap((FunctionName) =>
    ['Errors', 'Throttles'].map((name) => wanted('AWS/Lambda', name, { FunctionName }, 5)),
  );

export const serviceFailures = (deployed: Deployment) => [
  ...apis(deployed).map((ApiId) => wanted('AWS/ApiGateway', '5xx', { ApiId }, 10)),
  ...tableNames(deployed).flatMap((TableName) => [
    ...['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) =>
      wanted('AWS/DynamoDB', name, { TableName }, 10),
    ),
    ...['BatchGetItem', 'BatchWriteItem', 'PutItem', 'Query'].map((Operation) =>
      wanted('AWS/DynamoDB', 'SystemErrors', { TableName, Operation }, 10),
    ),
  ]),
  ...pipeNames(deployed).map((PipeName) =>
    wanted('AWS/EventBridge/Pipes', 'ExecutionFailed', { PipeName }, 1),
  ),
];

/** SES reviews the account at these rates (https://docs.aws.amazon.com/ses/latest/dg/reputationdashboardmessages.html). */
export const sesLimits = () => [
  wanted('AWS/SES', 'Reputation.BounceRate', {}, 0.05),
  wanted('AWS/SES', 'Reputation.ComplaintRate', {}, 0.001),
];

/** The custom metrics with alarms. */
export const customMetrics = (stage: string) => () => [
  wanted('MultichannelSupport', 'PageUnavailable', { stage }, 5),
  wanted('MultichannelSupport', 'EventRefused', { stage }, 100),
  wanted('MultichannelSupport', 'DueBehind', { stage }, 60 * 60),
  wanted('MultichannelSupport', 'CaseFull', { stage }, 1),
  wanted('MultichannelSupport', 'MailFailed', { stage }, 1),
  wanted('MultichannelSupport', 'RuleHit', { stage }, 1),
];

/** Invocations of scheduled functions: no other metric shows that they stopped. */
export const schedules = (deployed: Deployment) =>
  resourcesOfType(deployed, 'AWS::Events::Rule').flatMap(({ properties }) => {
    const { Targets } = z.object({ Targets: z.array(z.object({ Arn: z.json() })) }).parse(properties);
    return Targets.map(({ Arn }) =>
      wanted('AWS/Lambda', 'Invocations', { FunctionName: named(target(deployed, Arn), 'FunctionName') }, 1),
    );
  });

function queues(deployed: Deployment, which: (queue: DeployedResource) => boolean): Value[] {
  return resourcesOfType(deployed, queueType)
    .filter(which)
    .map((queue) => named(queue, 'QueueName'));
}

/** Every alarm has a runbook, and every runbook has an alarm. */
export function runbookInvariants(runbooks: readonly string[]): readonly Invariant[] {
  return [
    {
      name: 'every alarm says what it means and ends with an existing runbook',
      violations: (deployed) =>
        alarms(deployed)
          .filter((alarm) => {
            const runbook = runbookOf(alarm);
            const [meaning = ''] = alarm.AlarmDescription.split('\n');
            return runbook === null || !runbooks.includes(runbook) || !/^[A-Z].{30,}\.$/.test(meaning);
          })
          .map(({ AlarmName, AlarmDescription }) => `${AlarmName}: ${JSON.stringify(AlarmDescription)}`),
      breakingChanges: {
        'no description': withProperty(alarmType, 'AlarmDescription', undefined),
        'no runbook': withProperty(
          alarmType,
          'AlarmDescription',
          'Something is wrong with what customers see.',
        ),
        'a runbook that does not exist': withProperty(
          alarmType,
          'AlarmDescription',
          'Something is wrong with what customers see.\nRunbook: docs/runbooks/none.md',
        ),
        'no meaning': withProperty(alarmType, 'AlarmDescription', `Runbook: ${runbooks[0]}`),
      },
    },
    {
      name: 'every runbook has an alarm that names it',
      violations: (deployed) => {
        const named = new Set(alarms(deployed).map(runbookOf));
        return runbooks
          .filter((runbook) => !named.has(runbook))
          .map((runbook) => `${runbook} is named by no alarm`);
      },
      breakingChanges: {
        'its alarms removed': (deployed) => runbooks.map((runbook) => withoutAlarmsOf(deployed, runbook)),
      },
    },
  ];
}

function withoutAlarmsOf(deployed: Deployment, runbook: string): Deployment {
  const gone = new Set(
    alarms(deployed)
      .filter((alarm) => runbookOf(alarm) === runbook)
      .map(({ resource }) => resource),
  );
  return { ...deployed, resources: deployed.resources.filter((resource) => !gone.has(resource)) };
}

/** The stage that the invariants are tested with. */
const stage = 'dev';

/** An invariant: each required metric has an alarm with a low enough threshold. */
function requireAlarms(name: string, wanted: (deployed: Deployment) => readonly RequiredAlarm[]): Invariant {
  const watches = (alarm: AlarmShape, { most, ...metric }: RequiredAlarm) =>
    alarm.Threshold <= most && alarm.ActionsEnabled && alarm.metrics.some((one) => isSame(one, metric));
  const concerned = (deployed: Deployment) =>
    alarms(deployed).filter((alarm) => wanted(deployed).some((one) => watches(alarm, one)));
  const changed = (path: string, to: Value | undefined) => (deployed: Deployment) => {
    const ids = new Set(concerned(deployed).map(({ resource }) => resource.id));
    return withProperty(alarmType, path, to, ({ id }) => ids.has(id))(deployed);
  };
  return {
    name,
    violations: (deployed) => {
      const all = alarms(deployed);
      return wanted(deployed)
        .filter((one) => !all.some((alarm) => watches(alarm, one)))
        .map((one) => `no alarm at ${one.most} or below on ${textOf(one)}`);
    },
    breakingChanges: {
      'the alarm is removed': (deployed) =>
        concerned(deployed).map(({ resource }) => ({
          ...deployed,
          resources: deployed.resources.filter((one) => one !== resource),
        })),
      'the threshold is too high': changed('Threshold', 1_000_000),
      'the actions are disabled': changed('ActionsEnabled', false),
      'the alarm watches something else': (deployed) =>
        changed('Dimensions', [{ Name: 'Of', Value: 'another' }])(deployed).map(withoutMath),
    },
  };
}

/** Also removes `Metrics`, which holds the metrics of an alarm with metric math. */
function withoutMath(deployed: Deployment): Deployment {
  const isChanged = (value: Value | undefined) =>
    JSON.stringify(value) === '[{"Name":"Of","Value":"another"}]';
  return {
    ...deployed,
    resources: deployed.resources.map((resource) =>
      resource.type === alarmType && isChanged(resource.properties.Dimensions)
        ? { ...resource, properties: { ...resource.properties, Metrics: [] } }
        : resource,
    ),
  };
}

/** The topics of all alarms. */
const alarmTopics = (deployed: Deployment) =>
  deployed.resources.filter(
    ({ id, type }) =>
      type === topicType &&
      alarms(deployed).some(({ AlarmActions }) => JSON.stringify(AlarmActions).includes(`"${id}"`)),
  );

const alarmInvariants: readonly Invariant[] = [
  requireAlarms('every dead-letter queue has an alarm on its number of messages', deadLetterDepths),
  requireAlarms('every source queue has an alarm on the age of its oldest message', messageAges),
  requireAlarms('every function has alarms on its errors and throttles', functionFailures),
  requireAlarms('every API, table and pipe has alarms on its failures', serviceFailures),
  requireAlarms(
    'the alarms on bounces and complaints have thresholds below SES’s limits, for the whole account',
    sesLimits,
  ),
  requireAlarms('the custom metrics have alarms', customMetrics(stage)),
  requireAlarms('every scheduled function has an alarm on missing invocations', schedules),
  {
    name: 'an alarm compares the received messages with the decisions of rules',
    violations: (deployed) =>
      alarms(deployed).some(({ metrics }) =>
        ['NumberOfMessagesReceived', 'RuleHit'].every((name) => metrics.some((one) => one.name === name)),
      )
        ? []
        : ['no alarm looks at NumberOfMessagesReceived and RuleHit together'],
    breakingChanges: {
      removed: (deployed) => [
        {
          ...deployed,
          resources: deployed.resources.filter(
            ({ properties }) =>
              !JSON.stringify(properties).includes('NumberOfMessagesReceived') || !properties.AlarmName,
          ),
        },
      ],
    },
  },
  {
    name: 'every alarm publishes when it goes in alarm and when it is OK again',
    violations: (deployed) => {
      const topics = alarmTopics(deployed).map(({ id }) => JSON.stringify({ Ref: id }));
      return alarms(deployed)
        .filter(({ ActionsEnabled, AlarmActions, OKActions }) =>
          [AlarmActions, OKActions].some(
            (actions) => !ActionsEnabled || !actions.some((one) => topics.includes(JSON.stringify(one))),
          ),
        )
        .map(({ AlarmName }) => `${AlarmName} publishes to no topic`);
    },
    breakingChanges: {
      'no action': withProperty(alarmType, 'AlarmActions', undefined),
      'no OK action': withProperty(alarmType, 'OKActions', []),
      disabled: withProperty(alarmType, 'ActionsEnabled', false),
    },
  },
  {
    name: 'every alarm declares what missing data means, and a silent schedule is in alarm',
    violations: (deployed) =>
      alarms(deployed)
        .filter(({ TreatMissingData, metrics }) =>
          metrics.some(({ name }) => name === 'Invocations')
            ? TreatMissingData !== 'breaching'
            : !['notBreaching', 'ignore'].includes(TreatMissingData),
        )
        .map(({ AlarmName, TreatMissingData }) => `${AlarmName}: ${TreatMissingData}`),
    breakingChanges: {
      'the property is missing': withProperty(alarmType, 'TreatMissingData', undefined),
      'missing data is ignored': withProperty(alarmType, 'TreatMissingData', 'missing'),
    },
  },
  {
    name: 'every alarm name starts with the stage',
    violations: (deployed) =>
      alarms(deployed)
        .filter(({ AlarmName }) => !AlarmName.startsWith(`${stage}-`))
        .map(({ AlarmName }) => AlarmName),
    breakingChanges: { 'of another stage': withProperty(alarmType, 'AlarmName', 'alarm') },
  },
  {
    name: 'the alarm topic is encrypted with a key of this account that CloudWatch may use',
    violations: (deployed) => [
      ...(alarmTopics(deployed).length === 0 ? ['no alarm names a topic'] : []),
      ...alarmTopics(deployed)
        .filter(({ properties }) => !JSON.stringify(properties.KmsMasterKeyId ?? '').includes('Fn::GetAtt'))
        .map(({ id }) => `${id} has no key of this account`),
      ...deployed.resources
        .filter(
          ({ type, properties }) =>
            type === 'AWS::KMS::Key' && !JSON.stringify(properties).includes('cloudwatch.amazonaws.com'),
        )
        .map(({ id }) => `${id} does not allow CloudWatch`),
    ],
    breakingChanges: {
      'no key': (deployed) => {
        const ids = new Set(alarmTopics(deployed).map(({ id }) => id));
        return withProperty(topicType, 'KmsMasterKeyId', undefined, ({ id }) => ids.has(id))(deployed);
      },
      'AWS’s own key, which CloudWatch may not use': (deployed) => {
        const ids = new Set(alarmTopics(deployed).map(({ id }) => id));
        return withProperty(topicType, 'KmsMasterKeyId', 'alias/aws/sns', ({ id }) => ids.has(id))(deployed);
      },
      'an empty key policy': withProperty('AWS::KMS::Key', 'KeyPolicy', {}),
    },
  },
];

/**
 * The invariants of alarms, dashboards and runbooks.
 * @param runbooks paths from the project's root, such as `docs/runbooks/dead-letters.md`; without the index
 */
export const monitoringInvariants = (runbooks: readonly string[]): readonly Invariant[] => [
  ...alarmInvariants,
  ...runbookInvariants(runbooks),
  ...dashboardInvariants,
];
