import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CaseTable } from '../constructs/case-table.ts';
import { EventQueues } from '../constructs/event-queues.ts';
import type { Foundation } from '../constructs/foundation.ts';
import { LinkKeys } from '../constructs/link-keys.ts';
import { MailIdentity } from '../constructs/mail-identity.ts';
import { NoticeKey } from '../constructs/notice-key.ts';
import { OutcomeBus } from '../constructs/outcome-bus.ts';
import type { StageSettings } from '../settings.ts';

/** Everything that keeps something: cases, messages, keys, the mail identity. */
export class StatefulStack extends Stack implements Foundation {
  readonly table: CaseTable;
  readonly queues: EventQueues;
  readonly linkKeys: LinkKeys;
  readonly mail: MailIdentity;
  readonly key: NoticeKey;
  readonly bus: OutcomeBus;

  constructor(scope: Construct, id: string, settings: StageSettings, props: StackProps) {
    super(scope, id, props);
    this.table = new CaseTable(this, 'Cases', settings);
    this.queues = new EventQueues(this, 'Queues', settings);
    this.linkKeys = new LinkKeys(this, 'LinkKeys');
    this.key = new NoticeKey(this, 'NoticeKey', settings);
    this.mail = new MailIdentity(this, 'Mail', {
      settings,
      feedback: this.queues.mailFeedback,
      key: this.key,
    });
    this.bus = new OutcomeBus(this, 'OutcomeBus', settings);
    // Last: a first deployment that fails takes away what it made, and the table alone is protected against that.
    this.table.node.addDependency(this.queues, this.linkKeys, this.key, this.mail, this.bus);
    new CfnOutput(this, 'TableName', { value: this.table.tableName });
    new CfnOutput(this, 'LinkSecretArn', { value: this.linkKeys.secretArn });
    new CfnOutput(this, 'EventBusName', { value: this.bus.eventBusName });
  }
}
