import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CaseTable } from '../constructs/case-table.ts';
import { EventQueues } from '../constructs/event-queues.ts';
import type { Foundation } from '../constructs/foundation.ts';
import { LinkKeys } from '../constructs/link-keys.ts';
import { MailIdentity } from '../constructs/mail-identity.ts';
import type { StageSettings } from '../settings.ts';

/** Everything that keeps something: cases, messages, keys, the mail identity. */
export class StatefulStack extends Stack implements Foundation {
  readonly table: CaseTable;
  readonly queues: EventQueues;
  readonly linkKeys: LinkKeys;
  readonly mail: MailIdentity;

  constructor(scope: Construct, id: string, settings: StageSettings, props: StackProps) {
    super(scope, id, props);
    this.table = new CaseTable(this, 'Cases', settings);
    this.queues = new EventQueues(this, 'Queues', settings);
    this.linkKeys = new LinkKeys(this, 'LinkKeys');
    this.mail = new MailIdentity(this, 'Mail', { settings, feedback: this.queues.mailFeedback });
    new CfnOutput(this, 'TableName', { value: this.table.tableName });
  }
}
