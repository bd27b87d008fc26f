import { definitionOf } from '../../shared/events/catalogue.ts';
import { fromMillis } from '../../shared/events/instant.ts';
import { readAuditUri } from '../../shared/partner-center/audit-uri.ts';
import type { Notification } from '../../shared/partner-center/notification.ts';
import { type Refusal, refusedOutcome } from '../../shared/partner-center/refusal.ts';
import {
  identityOf,
  isOfSubscription,
  type Meaning,
  meaningOf,
  toEvent,
} from '../../shared/partner-center/to-event.ts';
import { HttpProblem } from '../../shared/runtime/http-problems.ts';
import { transferOf, whomOf } from './whom.ts';
import type { WebhookWorld } from './world.ts';

type World = Omit<WebhookWorld, 'certificates'>;

/** What became of a delivery: an event on its queue, nothing because it means nothing or nothing new here, or an outcome. */
export type Taken = 'queued' | 'ignored' | 'refused';

/**
 * Turns a verified delivery into an event of ours, or into the outcome `event.refused` when it cannot be told whom it is
 * about (contract §9).
 * @param notification `null` for a body that cannot be read
 * @param claimed the partner's id in the registered address
 * @throws HttpProblem 503 when the queue did not take it: Partner Center sends it again
 */
export async function takeNotification(
  notification: Notification | null,
  claimed: string | undefined,
  world: World,
): Promise<Taken> {
  const meaning = notification && meaningOf(notification);
  if (!meaning) return 'ignored';
  const audit = readAuditUri(notification.auditUri);
  const identity = identityOf(notification, audit?.partnerTenantId ?? null);
  const time = notification.at ?? audit?.at ?? null;
  const refuse = (refusal: Refusal) =>
    refused(refusedOutcome(identity, meaning, refusal, time ?? fromMillis(world.now())), world);

  const whom = await whomOf(notification, claimed, world.table);
  if ('refused' in whom) return refuse(whom.refused);
  const { partnerId, tenantId } = whom.known;
  const told = { partnerId, tenantId, partnerTenantId: audit?.partnerTenantId ?? null };
  if (time === null) return refuse({ ...told, reason: 'unknown-time' });
}
