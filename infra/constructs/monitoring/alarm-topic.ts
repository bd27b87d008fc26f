import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, type TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { type StageSettings, stageName } from '../../settings/stage-settings.ts';

/** One alarm. Its name is `<stage>-<thing>-<condition>`. */
export interface AlarmProps {
  readonly thing: string;
  readonly condition: string;
  /** One sentence: what it means for customers. */
  readonly meaning: string;
  /** File in docs/runbooks, without `.md`: what to do. */
  readonly runbook: string;
  readonly metric: IMetric;
  /** It rings at this value and above; with `below`, under it. */
  readonly threshold: number;
  readonly below?: boolean;
  /** So many of the last periods must be so. Default 1 of 1. */
  readonly periods?: { readonly breaching: number; readonly of: number };
  /** What a period without data means. There is no default: it is to be thought of. */
  readonly missing: TreatMissingData;
}

/** The topic that every alarm goes to, when it rings and when it is over, and the making of alarms. */
export class AlarmTopic extends Construct {
  readonly alarms: Alarm[] = [];
  readonly #settings: StageSettings;
  readonly #action: SnsAction;

  constructor(scope: Construct, id: string, { settings, key }: { settings: StageSettings; key: IKey }) {
    super(scope, id);
    this.#settings = settings;
    const topic = new Topic(this, 'Topic', {
      topicName: stageName(settings, 'alarms'),
      displayName: 'Multichannel support alarms',
      masterKey: key,
      enforceSSL: true,
    });
    const { account, partition, region } = Stack.of(this);
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: {
            'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:${stageName(settings, '*')}`,
          },
        },
      }),
    );
    const { alarmAddress } = settings;
    if (alarmAddress !== undefined) topic.addSubscription(new EmailSubscription(alarmAddress));
    this.#action = new SnsAction(topic);
  }

  /** Makes an alarm that rings by the topic. */
  add(props: AlarmProps): void {
    const { thing, condition, meaning, runbook, periods = { breaching: 1, of: 1 } } = props;
    const name = `${thing}-${condition}`;
    const alarm = new Alarm(this, name, {
      alarmName: stageName(this.#settings, name),
      alarmDescription: `${meaning}\nRunbook: docs/runbooks/${runbook}.md`,
      metric: props.metric,
      threshold: props.threshold,
      comparisonOperator: props.below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: periods.of,
      datapointsToAlarm: periods.breaching,
      treatMissingData: props.missing,
    });
    alarm.addAlarmAction(this.#action);
    alarm.addOkAction(this.#action);
    this.alarms.push(alarm);
  }
}

/** A resource's name without its stage: as the contract and the runbooks call it. */
export function plainName({ stage }: StageSettings, name: string): string {
  return name.startsWith(`${stage}-`) ? name.slice(stage.length + 1) : name;
}
