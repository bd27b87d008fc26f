import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CaseTable } from '../constructs/case-table.ts';
import { EventQueues } from '../constructs/event-queues.ts';
import { LinkKeys, TopicKey } from '../constructs/keys.ts';
import { MailIdentity } from '../constructs/mail-identity.ts';
import { OutcomeBus } from '../constructs/outcome-bus.ts';
import type { StatefulResources } from '../constructs/stateful-resources.ts';
import type { StageSettings } from '../settings/stage-settings.ts';

/** The stateful stack: table, queues, keys, mail identity and event bus. */
export class StatefulStack extends Stack implements StatefulResources {
  readonly table: CaseTable;
  readonly queues: EventQueues;
  readonly linkKeys: LinkKeys;
  readonly mail: MailIdentity;
  readonly topicKey: TopicKey;
  readonly bus: OutcomeBus;

  constructor(scope: Construct, id: string, settings: StageSettings, props: StackProps) {
    super(scope, id, props);
    this.table = new CaseTable(this, 'Cases', settings);
    this.queues = new EventQueues(this, 'Queues', settings);
    this.linkKeys = new LinkKeys(this, 'LinkKeys');
    // This id is part of the logical id, so it stays.
    this.topicKey = new TopicKey(this, 'NoticeKey', settings);
    this.mail = new MailIdentity(this, 'Mail', {
      settings,
      feedback: this.queues.mailFeedback,
      topicKey: this.topicKey,
    });
    this.bus = new OutcomeBus(this, 'OutcomeBus', settings);
    // The table is created last: a first deployment that fails deletes what it created, and only the table is protected against deletion.
    this.table.node.addDependency(this.queues, this.linkKeys, this.topicKey, this.mail, this.bus);
    new CfnOutput(this, 'TableName', { value: this.table.tableName });
    new CfnOutput(this, 'LinkSecretArn', { value: this.linkKeys.secretArn });
    new CfnOutput(this, 'EventBusName', { value: this.bus.eventBusName });
  }
}
