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

/** What an alarm must look at, and from which value on it must ring at the latest. */
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

/** Depth of every dead-letter queue: the first message rings. */
export const deadLetterDepths = (deployed: Deployment) =>
  queues(deployed, isDeadLetters).map((QueueName) =>
    wanted('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName }, 1),
  );

/** Age of what waits in every other queue, in seconds. */
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

/** What SES does at these rates of the account: it reviews (https://docs.aws.amazon.com/ses/latest/dg/reputationdashboardmessages.html). */
export const sesLimits = () => [
  wanted('AWS/SES', 'Reputation.BounceRate', {}, 0.05),
  wanted('AWS/SES', 'Reputation.ComplaintRate', {}, 0.001),
];

/** What only we can know. */
export const customMetrics = (stage: string) => () => [
  wanted('MultichannelSupport', 'PageUnavailable', { stage }, 5),
  wanted('MultichannelSupport', 'EventRefused', { stage }, 100),
  wanted('MultichannelSupport', 'DueBehind', { stage }, 60 * 60),
  wanted('MultichannelSupport', 'CaseFull', { stage }, 1),
  wanted('MultichannelSupport', 'RuleHit', { stage }, 1),
];

/** Functions that a schedule starts: when they are silent, nothing else tells. */
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

/** Alarms and runbooks belong together, both ways. */
export function runbookInvariants(runbooks: readonly string[]): readonly Invariant[] {
  return [
    {
      name: 'every alarm tells what it means and ends with the runbook to open, which exists',
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
        'a runbook that nobody wrote': withProperty(
          alarmType,
          'AlarmDescription',
          'Something is wrong with what customers see.\nRunbook: docs/runbooks/none.md',
        ),
        'no meaning': withProperty(alarmType, 'AlarmDescription', `Runbook: ${runbooks[0]}`),
      },
    },
    {
      name: 'every runbook has an alarm that leads to it',
      violations: (deployed) => {
        const named = new Set(alarms(deployed).map(runbookOf));
        return runbooks
          .filter((runbook) => !named.has(runbook))
          .map((runbook) => `${runbook} is opened by no alarm`);
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

/** The stage that the laws are proven on. */
const stage = 'dev';

/** Something to be watched, by at least one alarm that rings early enough. */
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
      'an alarm removed': (deployed) =>
        concerned(deployed).map(({ resource }) => ({
          ...deployed,
          resources: deployed.resources.filter((one) => one !== resource),
        })),
      'it rings too late': changed('Threshold', 1_000_000),
      'it rings nobody': changed('ActionsEnabled', false),
      'of something else': (deployed) =>
        changed('Dimensions', [{ Name: 'Of', Value: 'another' }])(deployed).map(withoutMath),
    },
  };
}

/** An alarm by metric math keeps its metrics in `Metrics`: those go too. */
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

/** Where alarms go: the topics that any of them names. */
const alarmTopics = (deployed: Deployment) =>
  deployed.resources.filter(
    ({ id, type }) =>
      type === topicType &&
      alarms(deployed).some(({ AlarmActions }) => JSON.stringify(AlarmActions).includes(`"${id}"`)),
  );

const alarmInvariants: readonly Invariant[] = [
  requireAlarms('every dead-letter queue has an alarm on its depth', deadLetterDepths),
  requireAlarms('every source queue has an alarm on the age of its oldest message', messageAges),
  requireAlarms('every function has alarms on its errors and throttles', functionFailures),
  requireAlarms('every API, table and pipe has alarms on its failures', serviceFailures),
  requireAlarms('alarms on bounces and complaints ring below SES’s limits, for the whole account', sesLimits),
  requireAlarms('what only our own metrics tell has its alarms', customMetrics(stage)),
  requireAlarms('what a schedule starts has an alarm on its silence', schedules),
  {
    name: 'no event without a decision: messages that arrive are held against rules that decide',
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
    name: 'every alarm tells somebody when it rings and when it is over',
    violations: (deployed) => {
      const topics = alarmTopics(deployed).map(({ id }) => JSON.stringify({ Ref: id }));
      return alarms(deployed)
        .filter(({ ActionsEnabled, AlarmActions, OKActions }) =>
          [AlarmActions, OKActions].some(
            (actions) => !ActionsEnabled || !actions.some((one) => topics.includes(JSON.stringify(one))),
          ),
        )
        .map(({ AlarmName }) => `${AlarmName} tells nobody`);
    },
    breakingChanges: {
      'no action': withProperty(alarmType, 'AlarmActions', undefined),
      'no word when it is over': withProperty(alarmType, 'OKActions', []),
      'switched off': withProperty(alarmType, 'ActionsEnabled', false),
    },
  },
  {
    name: 'every alarm says what a period without data means; silence of a schedule is an alarm',
    violations: (deployed) =>
      alarms(deployed)
        .filter(({ TreatMissingData, metrics }) =>
          metrics.some(({ name }) => name === 'Invocations')
            ? TreatMissingData !== 'breaching'
            : !['notBreaching', 'ignore'].includes(TreatMissingData),
        )
        .map(({ AlarmName, TreatMissingData }) => `${AlarmName}: ${TreatMissingData}`),
    breakingChanges: {
      'not said': withProperty(alarmType, 'TreatMissingData', undefined),
      missing: withProperty(alarmType, 'TreatMissingData', 'missing'),
    },
  },
  {
    name: 'every alarm is named after its stage',
    violations: (deployed) =>
      alarms(deployed)
        .filter(({ AlarmName }) => !AlarmName.startsWith(`${stage}-`))
        .map(({ AlarmName }) => AlarmName),
    breakingChanges: { 'of another stage': withProperty(alarmType, 'AlarmName', 'alarm') },
  },
  {
    name: 'the topic of the alarms is encrypted with a key of this account that CloudWatch may use',
    violations: (deployed) => [
      ...(alarmTopics(deployed).length === 0 ? ['no alarm names a topic'] : []),
      ...alarmTopics(deployed)
        .filter(({ properties }) => !JSON.stringify(properties.KmsMasterKeyId ?? '').includes('Fn::GetAtt'))
        .map(({ id }) => `${id} has no key of ours`),
      ...deployed.resources
        .filter(
          ({ type, properties }) =>
            type === 'AWS::KMS::Key' && !JSON.stringify(properties).includes('cloudwatch.amazonaws.com'),
        )
        .map(({ id }) => `${id} is closed to CloudWatch`),
    ],
    breakingChanges: {
      'no key': (deployed) => {
        const ids = new Set(alarmTopics(deployed).map(({ id }) => id));
        return withProperty(topicType, 'KmsMasterKeyId', undefined, ({ id }) => ids.has(id))(deployed);
      },
      'AWS’s key, which CloudWatch may not use': (deployed) => {
        const ids = new Set(alarmTopics(deployed).map(({ id }) => id));
        return withProperty(topicType, 'KmsMasterKeyId', 'alias/aws/sns', ({ id }) => ids.has(id))(deployed);
      },
      'the key closed': withProperty('AWS::KMS::Key', 'KeyPolicy', {}),
    },
  },
];

/**
 * All that must hold of alarms, dashboards and runbooks.
 * @param runbooks paths from the project's root, such as `docs/runbooks/dead-letters.md`; without the index
 */
export const monitoringInvariants = (runbooks: readonly string[]): readonly Invariant[] => [
  ...alarmInvariants,
  ...runbookInvariants(runbooks),
  ...dashboardInvariants,
];
