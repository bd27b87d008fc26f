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

/** The dependencies of sending a mail. */
export interface MailDependencies {
  readonly table: Table;
  readonly outcomes: Queue;
  readonly keys: LinkKeys;
  readonly sender: MailSender;
  readonly baseUrl: string;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
  /** A random id for each lease. */
  readonly newLeaseId: () => string;
  readonly meter: Meter;
}

/**
 * Sends the mail of a command once, even if the command is delivered twice (contract §4): takes the lease, composes the
 * mail from the case, hands it to SES, records the result, and publishes `invitation.sent`.
 * @param holder the message that brings the command
 * @returns the mail's record; `null` if another message holds the lease
 * @throws MailUnclear, MailRejected, UnknownPartner, EffectsUnsent
 */
export async function sendMail(
  command: MailCommand,
  holder: string,
  dependencies: MailDependencies,
): Promise<MailRecord | null> {
  const lease = await takeLease(command, holder, dependencies);
  if (lease.kind === 'held-elsewhere') return null;
  if (lease.kind === 'unclear') throw new MailUnclear(lease.waitFor);
  const record = lease.kind === 'done' ? lease.record : await deliver(command, lease.record, dependencies);
  if (command.kind === 'invitation' && wasSent(record)) {
    const event = invitationSent(command, record);
    await publish(event, dependencies);
    // A repeat publishes the same event again, so it is not counted again.
    if (lease.kind === 'acquired') dependencies.meter.add({ name: 'OutcomePublished', of: event.type });
  }
  return record;
}

/** Lifetime of a lease in milliseconds: longer than the function may run. */
export const LEASE_MS = 60_000;
/** How long to wait for SES's event about an unclear attempt before the mail is sent again, in milliseconds. */
export const SETTLE_MS = 10 * 60_000;

/** What a command may do, given what is recorded of its mail. */
export type LeaseDecision =
  /** Write this record; if that succeeds, send. */
  | { readonly kind: 'acquired'; readonly record: MailRecord }
  /** The mail was sent, or must not be sent: acknowledge. */
  | { readonly kind: 'done'; readonly record: MailRecord }
  /** Another message holds the lease and sends the mail: acknowledge this repeat. */
  | { readonly kind: 'held-elsewhere' }
  /** SES may or may not have the mail; ask again in `waitFor` milliseconds. */
  | { readonly kind: 'unclear'; readonly waitFor: number };

/**
 * Decides who may send a mail. SES has no idempotency token, so an attempt without a recorded end is unclear. The mail is
 * sent again only if SES publishes no event about it within {@link SETTLE_MS} after the lease.
 * @param now epoch milliseconds
 */
export function decideLease(
  command: Pick<MailCommand, 'mailId' | 'kind' | 'partnerId' | 'tenantId' | 'invitationId'>,
  known: MailRecord | null,
  holder: string,
  now: number,
): LeaseDecision {
  const { mailId, partnerId, tenantId } = command;
  // A notice goes to the partner: whether it arrives says nothing about the customer's address.
  const invitationId = command.kind === 'notice' ? null : command.invitationId;
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
  if (!known || known.status === 'released') return { kind: 'acquired', record };
  if (known.status !== 'sending') return { kind: 'done', record: known };
  if (known.holder !== holder && now < known.leaseUntil) return { kind: 'held-elsewhere' };
  const settledAt = known.leaseUntil + SETTLE_MS;
  return now >= settledAt ? { kind: 'acquired', record } : { kind: 'unclear', waitFor: settledAt - now };
}

async function takeLease(
  command: MailCommand,
  holder: string,
  { table, now, newLeaseId }: MailDependencies,
): Promise<LeaseDecision> {
  const leaseId = newLeaseId();
  for (;;) {
    const known = await readMail(table, command.mailId);
    // The answer to our write was lost, and the SDK's second attempt met the first one. No mail was sent yet.
    if (known?.leaseId === leaseId) return { kind: 'acquired', record: known };
    const decision = decideLease(command, known, holder, now());
    if (decision.kind !== 'acquired') return decision;
    const record = { ...decision.record, leaseId };
    if (await writeMail(table, record, known)) return { kind: 'acquired', record };
  }
}

async function deliver(
  command: MailCommand,
  lease: MailRecord,
  dependencies: MailDependencies,
): Promise<MailRecord> {
  const { table, sender, meter, now } = dependencies;
  const release = () => writeMail(table, { ...lease, status: 'released' }, lease);
  const composed = await composeFromCase(command, dependencies).catch(async (error: unknown) => {
    await release();
    throw error;
  });
  if (typeof composed === 'string') return recordEnd(lease, { ...lease, status: 'skipped' }, table);
  try {
    const { mailId, kind } = command;
    const sesMessageId = await sender.send(composed.mail, composed.from, { mailId, kind });
    meter.add({ name: 'MailSent', of: kind });
    return await recordEnd(lease, { ...lease, status: 'sent', sesMessageId }, table);
  } catch (error) {
    if (!(error instanceof MailRejected)) throw new MailUnclear(lease.leaseUntil - now(), { cause: error });
    await release();
    throw error;
  }
}

async function composeFromCase(command: MailCommand, { table, keys, baseUrl, now }: MailDependencies) {
  const { subscriptionId } = command.about;
  const query = {
    partnerId: command.partnerId,
    tenantId: command.tenantId,
    subscriptionIds: subscriptionId ? [subscriptionId] : [],
    eventKeys: [],
  };
  const { partners, cases } = await readCases(table, [query]);
  const partner = partners.get(command.partnerId);
  if (!partner) throw new UnknownPartner();
  const stored = cases.get(caseId(command));
  // Only invitations and reminders list the subscriptions of the case.
  const listsSubscriptions = command.kind === 'invitation' || command.kind === 'reminder';
  const needsWholeCase = listsSubscriptions && stored && stored.loaded.otherSubscriptions > 0;
  const loaded = needsWholeCase ? await readWholeCase(table, query) : stored;
  const ring = await keys.ring(now());
  const mail = composeMail(command, loaded?.case ?? emptyCase(command), partner, { ring, baseUrl });
  return typeof mail === 'string'
    ? mail
    : { mail, from: { name: partner.name, replyTo: partner.supportEmail } };
}

/** Records the end of an attempt, unless SES's event about the mail arrived first and is recorded already. */
async function recordEnd(lease: MailRecord, end: MailRecord, table: Table): Promise<MailRecord> {
  return (await writeMail(table, end, lease)) ? end : ((await readMail(table, end.mailId)) ?? end);
}

function wasSent({ status }: MailRecord): boolean {
  return status !== 'sending' && status !== 'released' && status !== 'skipped';
}

function invitationSent(command: MailCommand, record: MailRecord): Outcome {
  const cause = {
    key: command.mailId,
    id: command.causationid,
    recordedAt: fromMillis(record.at),
    extensions: command.extensions,
  };
  const { invitationId } = command;
  return outcomeOf(command, cause, 'invitation.sent', 'once', {
    invitationId,
    scope: command.about.scope ?? null,
  });
}

async function publish(event: Outcome, { outcomes }: MailDependencies): Promise<void> {
  const unsent = await outcomes.sendAll([{ owner: event.id, body: JSON.stringify(event) }]);
  if (unsent.size > 0) throw new EffectsUnsent();
}

/** An attempt ended without a response from SES. The command waits for SES's event about the mail. */
export class MailUnclear extends ServiceError {
  readonly code = 'mail-unclear';
  readonly retryable = true;
  readonly #waitFor: number;
  constructor(waitFor: number, options?: ErrorOptions) {
    super('SES may or may not have the mail', options);
    this.name = 'MailUnclear';
    this.#waitFor = waitFor;
  }
  /** SES's event mostly comes within seconds. After two early looks, wait until the attempt counts as lost. */
  override retryIn(base: number, receives: number): number {
    return receives <= 2 ? Math.max(1, base) * receives : Math.ceil(this.#waitFor / 1000) + 1;
  }
}
