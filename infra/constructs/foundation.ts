import type { CaseTable } from './case-table.ts';
import type { EventQueues } from './event-queues.ts';
import type { LinkKeys } from './link-keys.ts';
import type { MailIdentity } from './mail-identity.ts';

/** What outlives a deployment of code: where the functions keep, send and find things. */
export interface Foundation {
  readonly table: CaseTable;
  readonly queues: EventQueues;
  readonly linkKeys: LinkKeys;
  readonly mail: MailIdentity;
}
