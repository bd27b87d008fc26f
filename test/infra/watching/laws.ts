import type { Deployment, Value } from '../deployment.ts';
import { each, type Law } from '../law.ts';
import { alarms, alarmType, isSame, textOf, topicType, type WatchedAlarm } from './alarm-shapes.ts';
import { dashboardLaws } from './dashboard-laws.ts';
import { runbookLaws } from './runbook-laws.ts';
import {
  ages,
  depths,
  functionFailures,
  ownSigns,
  schedules,
  serviceFailures,
  sesLimits,
  type Wanted,
} from './wanted.ts';

/** The stage that the laws are proven on. */
const stage = 'dev';

/** Something to be watched, by at least one alarm that rings early enough. */
function watched(name: string, wanted: (deployed: Deployment) => readonly Wanted[]): Law {
  const watches = (alarm: WatchedAlarm, { most, ...metric }: Wanted) =>
    alarm.Threshold <= most && alarm.ActionsEnabled && alarm.metrics.some((one) => isSame(one, metric));
  const concerned = (deployed: Deployment) =>
    alarms(deployed).filter((alarm) => wanted(deployed).some((one) => watches(alarm, one)));
  const changed = (path: string, to: Value | undefined) => (deployed: Deployment) => {
    const ids = new Set(concerned(deployed).map(({ resource }) => resource.id));
    return each(alarmType, path, to, ({ id }) => ids.has(id))(deployed);
  };
  return {
    name,
    faults: (deployed) => {
      const all = alarms(deployed);
      return wanted(deployed)
        .filter((one) => !all.some((alarm) => watches(alarm, one)))
        .map((one) => `no alarm at ${one.most} or below on ${textOf(one)}`);
    },
    broken: {
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
const bells = (deployed: Deployment) =>
  deployed.resources.filter(
    ({ id, type }) =>
      type === topicType &&
      alarms(deployed).some(({ AlarmActions }) => JSON.stringify(AlarmActions).includes(`"${id}"`)),
  );

const alarmLaws: readonly Law[] = [
  watched('every dead-letter queue has an alarm on its depth', depths),
  watched('every source queue has an alarm on the age of its oldest message', ages),
  watched('every function has alarms on its errors and throttles', functionFailures),
  watched('every API, table and pipe has alarms on its failures', serviceFailures),
  watched('alarms on bounces and complaints ring below SES’s limits, for the whole account', sesLimits),
  watched('what only our own metrics tell has its alarms', ownSigns(stage)),
  watched('what a schedule starts has an alarm on its silence', schedules),
  {
    name: 'no event without a decision: messages that arrive are held against rules that decide',
    faults: (deployed) =>
      alarms(deployed).some(({ metrics }) =>
        ['NumberOfMessagesReceived', 'RuleHit'].every((name) => metrics.some((one) => one.name === name)),
      )
        ? []
        : ['no alarm looks at NumberOfMessagesReceived and RuleHit together'],
    broken: {
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
    faults: (deployed) => {
      const topics = bells(deployed).map(({ id }) => JSON.stringify({ Ref: id }));
      return alarms(deployed)
        .filter(({ ActionsEnabled, AlarmActions, OKActions }) =>
          [AlarmActions, OKActions].some(
            (actions) => !ActionsEnabled || !actions.some((one) => topics.includes(JSON.stringify(one))),
          ),
        )
        .map(({ AlarmName }) => `${AlarmName} tells nobody`);
    },
    broken: {
      'no action': each(alarmType, 'AlarmActions', undefined),
      'no word when it is over': each(alarmType, 'OKActions', []),
      'switched off': each(alarmType, 'ActionsEnabled', false),
    },
  },
  {
    name: 'every alarm says what a period without data means; silence of a schedule is an alarm',
    faults: (deployed) =>
      alarms(deployed)
        .filter(({ TreatMissingData, metrics }) =>
          metrics.some(({ name }) => name === 'Invocations')
            ? TreatMissingData !== 'breaching'
            : !['notBreaching', 'ignore'].includes(TreatMissingData),
        )
        .map(({ AlarmName, TreatMissingData }) => `${AlarmName}: ${TreatMissingData}`),
    broken: {
      'not said': each(alarmType, 'TreatMissingData', undefined),
      missing: each(alarmType, 'TreatMissingData', 'missing'),
    },
  },
  {
    name: 'every alarm is named after its stage',
    faults: (deployed) =>
      alarms(deployed)
        .filter(({ AlarmName }) => !AlarmName.startsWith(`${stage}-`))
        .map(({ AlarmName }) => AlarmName),
    broken: { 'of another stage': each(alarmType, 'AlarmName', 'alarm') },
  },
  {
    name: 'the topic of the alarms is encrypted with a key of this account that CloudWatch may use',
    faults: (deployed) => [
      ...(bells(deployed).length === 0 ? ['no alarm names a topic'] : []),
      ...bells(deployed)
        .filter(({ properties }) => !JSON.stringify(properties.KmsMasterKeyId ?? '').includes('Fn::GetAtt'))
        .map(({ id }) => `${id} has no key of ours`),
      ...deployed.resources
        .filter(
          ({ type, properties }) =>
            type === 'AWS::KMS::Key' && !JSON.stringify(properties).includes('cloudwatch.amazonaws.com'),
        )
        .map(({ id }) => `${id} is closed to CloudWatch`),
    ],
    broken: {
      'no key': (deployed) => {
        const ids = new Set(bells(deployed).map(({ id }) => id));
        return each(topicType, 'KmsMasterKeyId', undefined, ({ id }) => ids.has(id))(deployed);
      },
      'AWS’s key, which CloudWatch may not use': (deployed) => {
        const ids = new Set(bells(deployed).map(({ id }) => id));
        return each(topicType, 'KmsMasterKeyId', 'alias/aws/sns', ({ id }) => ids.has(id))(deployed);
      },
      'the key closed': each('AWS::KMS::Key', 'KeyPolicy', {}),
    },
  },
];

/**
 * All that must hold of alarms, dashboards and runbooks.
 * @param runbooks paths from the project's root, such as `docs/runbooks/dead-letters.md`; without the index
 */
export const watchingLaws = (runbooks: readonly string[]): readonly Law[] => [
  ...alarmLaws,
  ...runbookLaws(runbooks),
  ...dashboardLaws,
];
