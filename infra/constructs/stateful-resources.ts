import type { CaseTable } from './case-table.ts';
import type { EventQueues } from './event-queues.ts';
import type { LinkKeys, TopicKey } from './keys.ts';
import type { MailIdentity } from './mail-identity.ts';
import type { OutcomeBus } from './outcome-bus.ts';

/** What the stateful stack provides to the stateless stack. */
export interface StatefulResources {
  readonly table: CaseTable;
  readonly queues: EventQueues;
  readonly linkKeys: LinkKeys;
  readonly mail: MailIdentity;
  readonly topicKey: TopicKey;
  readonly bus: OutcomeBus;
}
