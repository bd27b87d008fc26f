import type { CaseTable } from './case-table.ts';
import type { EventQueues } from './event-queues.ts';
import type { LinkKeys } from './link-keys.ts';
import type { MailIdentity } from './mail-identity.ts';
import type { NoticeKey } from './notice-key.ts';
import type { OutcomeBus } from './outcome-bus.ts';

/** What outlives a deployment of code: where the functions keep, send and find things. */
export interface Foundation {
  readonly table: CaseTable;
  readonly queues: EventQueues;
  readonly linkKeys: LinkKeys;
  readonly mail: MailIdentity;
  /** Encrypts what SNS topics hold. */
  readonly key: NoticeKey;
  /** Where other systems hear outcomes. */
  readonly bus: OutcomeBus;
}
