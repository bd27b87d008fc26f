import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, type TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { type StageSettings, stageName } from '../../settings/stage-settings.ts';

/** Properties of an alarm. Its name is `<stage>-<subject>-<condition>`. */
export interface AlarmProps {
  readonly subject: string;
  readonly condition: string;
  /** One sentence: what the alarm means for customers. */
  readonly meaning: string;
  /** The file in docs/runbooks, without `.md`. */
  readonly runbook: string;
  readonly metric: IMetric;
  /** In alarm at this value and above; with `below`, under this value. */
  readonly threshold: number;
  readonly below?: boolean;
  /** In alarm when `breaching` of the last `of` periods breach the threshold. Default: 1 of 1. */
  readonly periods?: { readonly breaching: number; readonly of: number };
  /** What a period without data means. There is no default, because each alarm needs a decision. */
  readonly missing: TreatMissingData;
}

/** The alarms and their SNS topic. Every alarm publishes to the topic when it goes in alarm and when it is OK again. */
export class AlarmTopic extends Construct {
  readonly alarms: Alarm[] = [];
  readonly #settings: StageSettings;
  readonly #action: SnsAction;

  constructor(
    scope: Construct,
    id: string,
    { settings, topicKey }: { settings: StageSettings; topicKey: IKey },
  ) {
    super(scope, id);
    this.#settings = settings;
    const topic = new Topic(this, 'Topic', {
      topicName: stageName(settings, 'alarms'),
      displayName: 'Multichannel support alarms',
      masterKey: topicKey,
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

  /** Adds an alarm that publishes to the topic. */
  addAlarm(props: AlarmProps): void {
    const { subject, condition, meaning, runbook, periods = { breaching: 1, of: 1 } } = props;
    const name = `${subject}-${condition}`;
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
