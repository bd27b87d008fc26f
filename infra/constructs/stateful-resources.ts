import type { CaseTable } from './case-table.ts';
import type { EventQueues } from './event-queues.ts';
import type { LinkKeys, TopicKey } from './keys.ts';
import type { MailIdentity } from './mail-identity.ts';
import type { OutcomeBus } from './outcome-bus.ts';

/** What outlives a deployment of code: where the functions keep, send and find things. */
export interface StatefulResources {
  readonly table: CaseTable;
  readonly queues: EventQueues;
  readonly linkKeys: LinkKeys;
  readonly mail: MailIdentity;
  /** Encrypts what SNS topics hold. */
  readonly topicKey: TopicKey;
  /** Where other systems hear outcomes. */
  readonly bus: OutcomeBus;
}
