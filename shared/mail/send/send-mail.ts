import { emptyCase } from '../../case/case.ts';
import { fromMillis } from '../../events/instant.ts';
import { type MailCommand, type Outcome, outcomeOf } from '../../process/effects.ts';
import { EffectsUnsent, ServiceError, UnknownPartner } from '../../runtime/errors.ts';
import type { LinkKeys } from '../../runtime/link-keys.ts';
import type { Meter } from '../../runtime/metric-catalogue.ts';
import type { Queue } from '../../runtime/queue.ts';
import { caseId, readCases, readWholeCase } from '../../store/case-store.ts';
import { type MailRecord, readMail, writeMail } from '../../store/mail-store.ts';
import type { Table } from '../../store/table.ts';
import { composeMail } from './compose.ts';
import { MailRejected, type MailSender } from './ses.ts';

/** An attempt ended without a word from SES; its notice is waited for. */
export class MailUnclear extends ServiceError {
  readonly code = 'mail-unclear';
  readonly retryable = true;
  readonly #waitFor: number;
  constructor(waitFor: number, options?: ErrorOptions) {
    super('SES may or may not have the mail', options);
    this.name = 'MailUnclear';
    this.#waitFor = waitFor;
  }
  /** SES's notice mostly comes within seconds; after two looks, wait until the attempt counts as lost. */
  override retryIn(base: number, receives: number): number {
    return receives <= 2 ? Math.max(1, base) * receives : Math.ceil(this.#waitFor / 1000) + 1;
  }
}

/** What sending needs of the world. */
export interface MailDependencies {
  readonly table: Table;
  readonly outcomes: Queue;
  readonly keys: LinkKeys;
  readonly sender: MailSender;
  readonly baseUrl: string;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
  readonly meter: Meter;
}

/**
 * Carries out an order to send a mail, once, whatever is delivered twice: 1. take the lease; 2. compose from the case;
 * 3. hand to SES; 4. record; 5. publish `invitation.sent`; only then the order is done.
 * @param holder the message that brings the order
 * @throws MailUnclear, MailRejected, UnknownPartner, EffectsUnsent
 */
export async function sendMail(
  order: MailCommand,
  holder: string,
  world: MailDependencies,
): Promise<MailRecord | null> {
  const claim = await takeLease(order, holder, world);
  if (claim.kind === 'others') return null;
  if (claim.kind === 'unclear') throw new MailUnclear(claim.waitFor);
  const record = claim.kind === 'done' ? claim.record : await deliver(order, claim.record, world);
  if (order.kind === 'invitation' && hasLeft(record)) {
    const event = invitationSent(order, record);
    await publish(event, world);
    // What was sent before and is told again is no news.
    if (claim.kind === 'take') world.meter.add({ name: 'OutcomePublished', of: event.type });
  }
  return record;
}

async function takeLease(
  order: MailCommand,
  holder: string,
  { table, now }: MailDependencies,
): Promise<LeaseDecision> {
  for (;;) {
    const known = await readMail(table, order.mailId);
    const claim = decideLease(order, known, holder, now());
    if (claim.kind !== 'take' || (await writeMail(table, claim.record, known))) return claim;
  }
}

async function deliver(order: MailCommand, lease: MailRecord, world: MailDependencies): Promise<MailRecord> {
  const release = () => writeMail(world.table, { ...lease, status: 'released' }, lease);
  const mail = await composeFromCase(order, world).catch(async (error: unknown) => {
    await release();
    throw error;
  });
  if (typeof mail === 'string') return finish(lease, { ...lease, status: 'skipped' }, world);
  try {
    const { mailId, kind } = order;
    const sesMessageId = await world.sender.send(mail.mail, mail.from, { mailId, kind });
    world.meter.add({ name: 'MailSent', of: kind });
    return await finish(lease, { ...lease, status: 'sent', sesMessageId }, world);
  } catch (error) {
    if (!(error instanceof MailRejected))
      throw new MailUnclear(lease.leaseUntil - world.now(), { cause: error });
    await release();
    throw error;
  }
}

async function composeFromCase(order: MailCommand, world: MailDependencies) {
  const wanted = {
    partnerId: order.partnerId,
    tenantId: order.tenantId,
    subscriptionIds: order.about.subscriptionId ? [order.about.subscriptionId] : [],
    eventKeys: [],
  };
  const { partners, cases } = await readCases(world.table, [wanted]);
  const partner = partners.get(order.partnerId);
  if (!partner) throw new UnknownPartner();
  const stored = cases.get(caseId(order));
  // Only an invitation names subscriptions.
  const names = order.kind === 'invitation' || order.kind === 'reminder';
  const isLarge = names && stored && stored.loaded.otherSubscriptions > 0;
  const whole = isLarge ? await readWholeCase(world.table, wanted) : stored;
  const ring = await world.keys.ring(world.now());
  const mail = composeMail(order, whole?.case ?? emptyCase(order), partner, { ring, baseUrl: world.baseUrl });
  return typeof mail === 'string'
    ? mail
    : { mail, from: { name: partner.name, replyTo: partner.supportEmail } };
}

/** Records the end of an attempt. SES's notice may have been quicker; then the record already says so. */
async function finish(lease: MailRecord, end: MailRecord, { table }: MailDependencies): Promise<MailRecord> {
  return (await writeMail(table, end, lease)) ? end : ((await readMail(table, end.mailId)) ?? end);
}

function hasLeft({ status }: MailRecord): boolean {
  return status === 'sent' || status === 'delivered' || status === 'bounced' || status === 'complained';
}

function invitationSent(order: MailCommand, record: MailRecord): Outcome {
  const cause = {
    key: order.mailId,
    id: order.causationid,
    recordedAt: fromMillis(record.at),
    extensions: order.extensions,
  };
  const { invitationId } = order;
  return outcomeOf(order, cause, 'invitation.sent', 'once', {
    invitationId,
    scope: order.about.scope ?? null,
  });
}

async function publish(event: Outcome, { outcomes }: MailDependencies): Promise<void> {
  const unsent = await outcomes.sendAll([{ owner: event.id, body: JSON.stringify(event) }]);
  if (unsent.size > 0) throw new EffectsUnsent();
}

/** How long a sender may be at work on one mail, in milliseconds: longer than its function may run. */
export const LEASE_MS = 60_000;
/** How long SES's own notice of a mail is waited for before an unclear attempt is made again, in milliseconds. */
export const SETTLE_MS = 10 * 60_000;

/** What to do with an order to send, given what is known of the mail. */
export type LeaseDecision =
  /** Write this record; if it holds, send. */
  | { readonly kind: 'take'; readonly record: MailRecord }
  /** It has left, or is not to leave: acknowledge. */
  | { readonly kind: 'done'; readonly record: MailRecord }
  /** Another message holds the lease and will see to it: acknowledge this repeat. */
  | { readonly kind: 'others' }
  /** SES may have it or not; ask again in so many milliseconds. */
  | { readonly kind: 'unclear'; readonly waitFor: number };

/**
 * One mail per mail id (contract §4). SES has no idempotency token, so an attempt whose end nobody recorded is unclear:
 * SES's notice of it is waited for, and only when none came within {@link SETTLE_MS} the mail is sent again.
 * @param now epoch milliseconds
 */
export function decideLease(
  order: Pick<MailCommand, 'mailId' | 'kind' | 'partnerId' | 'tenantId' | 'invitationId'>,
  known: MailRecord | null,
  holder: string,
  now: number,
): LeaseDecision {
  const { mailId, partnerId, tenantId } = order;
  // A notice goes to the partner: what becomes of it says nothing of the customer's address.
  const invitationId = order.kind === 'notice' ? null : order.invitationId;
  const record: MailRecord = {
    mailId,
    status: 'sending',
    attempt: (known?.attempt ?? 0) + 1,
    holder,
    leaseUntil: now + LEASE_MS,
    sesMessageId: null,
    at: known?.at ?? now,
    about: { partnerId, tenantId, invitationId },
  };
  if (!known || known.status === 'released') return { kind: 'take', record };
  if (known.status !== 'sending') return { kind: 'done', record: known };
  if (known.holder !== holder && now < known.leaseUntil) return { kind: 'others' };
  const settled = known.leaseUntil + SETTLE_MS;
  return now >= settled ? { kind: 'take', record } : { kind: 'unclear', waitFor: settled - now };
}
