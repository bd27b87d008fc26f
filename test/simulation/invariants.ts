import type { Case } from '../../shared/case/case.ts';
import { emptyCase, type Partner } from '../../shared/case/case.ts';
import { isOfEarlierGeneration } from '../../shared/case/erasure.ts';
import type { TimelineEntry } from '../../shared/case/timeline.ts';
import { eventKey } from '../../shared/events/event-key.ts';
import { toMillis } from '../../shared/events/instant.ts';
import type { CaseFoldEvent } from '../../shared/events/internal-events.ts';
import { parseEvent } from '../../shared/events/parse-event.ts';
import { verifyToken } from '../../shared/invitations/link-token.ts';
import { mailFailedEvent, parseSesEvent } from '../../shared/mail/feedback.ts';
import { LEASE_MS, SETTLE_MS } from '../../shared/mail/send/send-mail.ts';
import { effectsOf } from '../../shared/process/effects.ts';
import { foldCase } from '../../shared/process/fold-case.ts';
import { parseRing } from '../../shared/runtime/link-keys.ts';
import { processSettings } from '../../shared/runtime/settings.ts';
import { readWholeCase, type StoredCase } from '../../shared/store/case-store.ts';
import { caseKeyOf } from '../../shared/store/indexes.ts';
import { type MailRecord, readMail } from '../../shared/store/mail-store.ts';
import { partnerIn, partnerItemKey } from '../../shared/store/partner-store.ts';
import { text } from '../../shared/store/table.ts';
import { readTimelinePage } from '../../shared/store/timeline-pages.ts';
import { MOST_SKEW_MS } from './aws/lambda.ts';
import type { Customers, Decision } from './customers.ts';
import { functions, QUEUES } from './functions.ts';
import { request } from './http.ts';
import type { Publisher } from './publisher.ts';
import type { World } from './world.ts';

/** A case at rest, with its whole timeline, oldest entry first. */
interface CaseAtRest {
  readonly stored: StoredCase;
  readonly partner: Partner;
  readonly timeline: readonly TimelineEntry[];
}

/**
 * Checks everything that must hold once nothing goes wrong any more and nothing is left to do (docs/reliability.md).
 * @returns what does not hold, a line each
 */
export async function brokenInvariants(
  world: World,
  publisher: Publisher,
  customers: Customers,
): Promise<string[]> {
  const cases: CaseAtRest[] = [];
  const broken = [...world.violations];
  for (const head of world.heads) {
    try {
      cases.push(await readAtRest(world, text(head.pk)));
    } catch (error) {
      broken.push(`a case cannot be read: ${text(head.pk)}: ${String(error)}`);
    }
  }
  const mails = await mailRecords(world);
  broken.push(
    ...nothingLeft(world),
    ...eachEventOnce(world, publisher, cases),
    ...caseIsFoldOfEvents(world, publisher, mails, cases),
    ...effectsSent(world, mails, cases),
    ...mailsOnce(world, mails),
    ...answersHold(world, customers, cases),
    ...erasedIsGone(world, publisher, cases),
    ...failedAddressesGetNoMail(world, cases),
    ...timeComesFirst(world, cases),
    ...noStrayPages(world, cases),
    ...(await timelinesComplete(world, cases)),
  );
  return broken;
}

async function readAtRest(world: World, pk: string): Promise<CaseAtRest> {
  const key = caseKeyOf({ pk });
  if (!key) throw new Error('not a case');
  const table = world.instantTable;
  const stored = await readWholeCase(table, { ...key, subscriptionIds: [], eventKeys: [] });
  let timeline = [...stored.case.recent];
  for (let ref = stored.layout.older; ref !== null; ) {
    const page = await readTimelinePage(table, key, ref);
    timeline = [...page.entries, ...timeline];
    ref = page.before;
  }
  const { pk: partnerPk, sk } = partnerItemKey(key.partnerId);
  const item = world.table.item({ pk: partnerPk, sk });
  const partner = partnerIn(new Map([[`${partnerPk}\n${sk}`, item ?? {}]]), key.partnerId);
  if (!partner) throw new Error('its partner is missing');
  return { stored, partner, timeline: mergeParts(timeline) };
}

/** An entry with very many decisions is stored in parts. */
function mergeParts(timeline: readonly TimelineEntry[]): TimelineEntry[] {
  const merged: TimelineEntry[] = [];
  for (const entry of timeline) {
    const last = merged.at(-1);
    if (entry.part === undefined || !last) merged.push(entry);
    else merged[merged.length - 1] = { ...last, decisions: [...last.decisions, ...entry.decisions] };
  }
  return merged;
}

async function mailRecords(world: World): Promise<Map<string, MailRecord>> {
  const records = new Map<string, MailRecord>();
  for (const item of world.table.items()) {
    const [, mailId] = /^MAIL#(.*)$/.exec(text(item.pk)) ?? [];
    const record = mailId === undefined ? null : await readMail(world.instantTable, mailId);
    if (record) records.set(record.mailId, record);
  }
  return records;
}

/** Queues are empty, nothing is due, no mail is halfway. */
function* nothingLeft(world: World): Generator<string> {
  for (const name of QUEUES) {
    for (const { id, receives } of world.sqs.queue(name).messages)
      yield `a message is left in ${name}: ${id}, received ${receives} times`;
  }
  for (const { pk, dueAt } of world.heads) {
    if (dueAt?.S && Date.parse(dueAt.S) < world.scheduler.time - 600_000)
      yield `a case is due since ${dueAt.S}: ${text(pk)}`;
  }
}

/** Every accepted event is in its case's timeline once, or in a dead-letter queue with a reason; nothing else is. */
function* eachEventOnce(world: World, publisher: Publisher, cases: readonly CaseAtRest[]): Generator<string> {
  const times = new Map<string, number>();
  for (const { timeline } of cases) for (const { key } of timeline) times.set(key, (times.get(key) ?? 0) + 1);
  for (const [key, count] of times) if (count > 1) yield `an event is in a timeline ${count} times: ${key}`;
  const dead = QUEUES.flatMap((name) => [...world.sqs.queue(`${name}-dlq`).messages]);
  for (const { body, attributes } of dead)
    if (!attributes.errorCode) yield `a dead letter has no reason: ${body}`;
  const deadBodies = new Set(dead.map(({ body }) => body));
  const valid = new Set([...publisher.sent.values()].map((event) => JSON.stringify(event)));
  for (const { body, errorCode } of world.refused)
    if (valid.has(body)) yield `a valid event was refused as ${errorCode}: ${body}`;
  for (const event of publisher.accepted.values()) {
    if (event.type === 'partner.registered') continue;
    if (!times.has(eventKey(event)) && !deadBodies.has(JSON.stringify(event)))
      yield `an accepted event is lost: ${event.type} ${event.id}`;
  }
  for (const { queue, body } of publisher.malformed)
    if (!deadBodies.has(body)) yield `something malformed is not in ${queue}-dlq: ${body}`;
}

/** Folding a case's events in the order of its timeline gives the same case and the same timeline. */
function* caseIsFoldOfEvents(
  world: World,
  publisher: Publisher,
  mails: ReadonlyMap<string, MailRecord>,
  cases: readonly CaseAtRest[],
): Generator<string> {
  const known = new Map<string, CaseFoldEvent>();
  for (const event of publisher.sent.values()) {
    const parsed = parseEvent(JSON.stringify(event));
    if (parsed.ok && parsed.event.type !== 'partner.registered') known.set(eventKey(event), parsed.event);
  }
  for (const notice of world.ses.notices) {
    const sesEvent = parseSesEvent(notice);
    const record = sesEvent && mails.get(sesEvent.mailId);
    const event = sesEvent && record && mailFailedEvent(sesEvent, record, 0);
    if (event) known.set(eventKey(event), event);
  }
  const settings = processSettings();
  for (const { stored, partner, timeline } of cases) {
    let folded: Case = emptyCase(stored.case);
    for (const entries of writesOf(world, stored, timeline)) {
      const events = entries.flatMap((entry) => {
        const event = known.get(entry.key) ?? decisionOf(entry, stored.case);
        return event === null ? [] : [{ ...event, time: entry.at } as CaseFoldEvent];
      });
      const now = toMillis(entries[0]?.recordedAt ?? '');
      const result = foldCase(folded, events, { partner, now, settings });
      if (result.kind === 'folded') folded = result.case;
    }
    const name = `${stored.case.partnerId} ${stored.case.tenantId}`;
    const differs = differenceOf(
      { ...stored.case, recent: timeline, subscriptionsDueAt: null },
      { ...folded, subscriptionsDueAt: null },
    );
    if (differs && folded.generation === 0) yield `a case is not the fold of its events: ${name}: ${differs}`;
  }
}

/** The entries of each write. */
function writesOf(
  world: World,
  { case: { partnerId, tenantId } }: StoredCase,
  timeline: readonly TimelineEntry[],
): TimelineEntry[][] {
  const byKey = new Map(timeline.map((entry) => [entry.key, entry]));
  const writes = world.writes.get(`CASE#${partnerId}#${tenantId}`) ?? [];
  return writes.map((keys) => keys.flatMap((key) => byKey.get(key) ?? [])).filter(({ length }) => length > 0);
}

/** The event of an answer on the page, from its entry: the comment is in the invitation. */
function decisionOf(entry: TimelineEntry, theCase: Case): CaseFoldEvent | null {
  const [, invitationId, answer] = /^(.*)-(approve|decline)$/.exec(entry.id) ?? [];
  if (invitationId === undefined) return null;
  const { partnerId, tenantId } = theCase;
  const earlier = answer === 'approve' ? 'declined' : 'approved';
  const isSecond = entry.reason === 'answered-before';
  return {
    id: entry.id,
    source: entry.source,
    type: answer === 'approve' ? 'relationship.approved' : 'relationship.declined',
    time: entry.at,
    extensions: {},
    data: {
      partnerId,
      customer: { tenantId },
      via: 'customer-link',
      invitationId,
      ...(isSecond && { earlierAnswer: earlier }),
    },
  } as CaseFoldEvent;
}

function differenceOf(a: object, b: object): string | null {
  // Neither the order of fields nor that of a map says anything.
  const plain = (value: object) =>
    JSON.stringify(value, (_, part) => {
      if (part instanceof Map) return [...part].sort(([x], [y]) => (x < y ? -1 : 1));
      if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
      return Object.fromEntries(Object.entries(part).sort(([x], [y]) => (x < y ? -1 : 1)));
    });
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const one = plain({ value: Reflect.get(a, name) });
    const other = plain({ value: Reflect.get(b, name) });
    if (one === other) continue;
    let at = 0;
    while (one[at] === other[at]) at++;
    return `${name}: …${one.slice(Math.max(0, at - 60), at + 80)} but folded …${other.slice(Math.max(0, at - 60), at + 80)}`;
  }
  return null;
}

/** Every outcome and mail that an entry owes was sent, under its id and with one body; and nothing that no entry owes. */
function* effectsSent(
  world: World,
  mails: ReadonlyMap<string, MailRecord>,
  cases: readonly CaseAtRest[],
): Generator<string> {
  const owed = new Set<string>();
  const orderedMails = new Set<string>();
  const deadMails = [...world.sqs.queue('mail-dlq').messages].map(({ body }) => body);
  for (const { stored, timeline } of cases) {
    for (const entry of timeline) {
      const { outcomes, mails: commands } = effectsOf(stored.case, entry);
      const mayBeMissing = isOfEarlierGeneration(stored.case, entry);
      for (const { id } of outcomes) {
        owed.add(id);
        if (!world.outcomes.has(id) && !mayBeMissing) yield `an outcome was never sent: ${id}`;
      }
      for (const { mailId } of commands) {
        orderedMails.add(mailId);
        const isDead = deadMails.some((body) => body.includes(mailId));
        if (!mails.has(mailId) && !mayBeMissing && !isDead) yield `a mail was never sent: ${mailId}`;
      }
    }
  }
  for (const [id, bodies] of world.outcomes) {
    if (bodies.size > 1) yield `an outcome has two bodies: ${id}`;
    const isSentNotice = id.includes('.invitation.sent.');
    // The entries of an erased customer lose what their effects followed from.
    const isErased = cases.some(({ stored }) => stored.case.generation > 0);
    if (!owed.has(id) && !isSentNotice && !isErased) yield `an outcome follows from nothing: ${id}`;
  }
  for (const { mailId, status } of mails.values()) {
    const isErased = cases.some(({ stored }) => stored.case.generation > 0);
    if (!orderedMails.has(mailId) && !isErased) yield `a mail follows from nothing: ${mailId}`;
    const isDead = deadMails.some((body) => body.includes(mailId));
    if ((status === 'sending' || status === 'released') && !isDead)
      yield `a mail is halfway: ${mailId} ${status}`;
    const isSent = status !== 'skipped' && status !== 'sending' && status !== 'released';
    if (isSent && !world.ses.accepted.some((mail) => mail.mailId === mailId))
      yield `a mail is recorded as ${status}, and SES never had it: ${mailId}`;
    const invitationId = /^(.*)-invitation$/.exec(mailId)?.[1];
    if (
      isSent &&
      invitationId &&
      ![...world.outcomes.keys()].some((id) => id.startsWith(`${mailId}.invitation.sent`))
    )
      yield `invitation.sent was never published: ${mailId}`;
  }
}

/**
 * A second copy of a mail is a fault if SES's notice was processed within this time, in milliseconds. The lease starts before SES
 * accepts the mail, by at most the function's time limit, and another machine with another clock may end it.
 */
const NOTICE_TIME = LEASE_MS + SETTLE_MS - functions['send-mail'].seconds * 1000 - MOST_SKEW_MS;

/** A mail is sent once, unless its sender was cut off and SES's notice came too late to tell. */
function* mailsOnce(world: World, mails: ReadonlyMap<string, MailRecord>): Generator<string> {
  for (const [mailId, copies] of Map.groupBy(world.ses.accepted, (mail) => mail.mailId)) {
    for (const [index, copy] of copies.entries()) {
      const next = copies[index + 1];
      // For a second copy, the notice of the first one must have been late.
      if (next && copy.knownAt < copy.at + NOTICE_TIME)
        yield `a mail was sent twice: ${mailId}, ${(next.at - copy.at) / 1000} s later`;
    }
    if (!mails.has(mailId)) yield `a mail has no record: ${mailId}`;
  }
}

/** An answer counts only if its form was sent; an answer that was confirmed is in the case, or its customer was erased. */
function* answersHold(world: World, customers: Customers, cases: readonly CaseAtRest[]): Generator<string> {
  const ring = parseRing(world.secret);
  const clicks = customers.clicks.map((click) => {
    const claims = verifyToken(click.token, ring);
    return { ...click, claims: typeof claims === 'string' ? null : claims };
  });
  for (const { stored, timeline } of cases) {
    for (const entry of timeline) {
      const [, invitationId, decision] = /^(.*)-(approve|decline)$/.exec(entry.id) ?? [];
      if (invitationId === undefined) continue;
      const own = clicks.filter((click) => click.claims?.invitationId === invitationId);
      const click = own.find((one) => one.decision === decision);
      if (!click) yield `an answer that nobody gave is in a timeline: ${entry.id}`;
      const { claims } = click ?? {};
      if (entry.result === 'applied' && claims && toMillis(entry.at) > claims.expiresAt)
        yield `an answer after the expiry counts: ${entry.id}`;
    }
    const ids = new Map(timeline.map((entry) => [entry.id, entry]));
    for (const { claims, confirmed } of clicks) {
      if (!claims || confirmed === null || claims.tenantId !== stored.case.tenantId) continue;
      const entry = ids.get(`${claims.invitationId}-${confirmed}`);
      if (!entry && !isAnswered(timeline, claims.invitationId, confirmed))
        yield `a confirmed answer is lost: ${claims.invitationId}-${confirmed}`;
      if (!entry) continue;
      if (entry.reason === 'answered-before')
        yield `a page confirmed an answer that another one came before: ${entry.id}`;
      // Microsoft and upstream systems may say something else meanwhile, and an address may fail.
      const isAlone = timeline.every(
        ({ type, source }) => !OTHER_DOORS.has(type) || source.endsWith('/invitations'),
      );
      if (isAlone && entry.result !== 'applied' && entry.reason !== 'already-held')
        yield `a confirmed answer has no effect: ${entry.id} ${entry.result} ${entry.reason}`;
    }
    for (const [invitationId, own] of Map.groupBy(clicks, ({ claims }) => claims?.invitationId)) {
      const isAlone = timeline.every(
        ({ type, source }) => !OTHER_DOORS.has(type) || source.endsWith('/invitations'),
      );
      const told = new Set(own.map(({ confirmed }) => confirmed).filter((one) => one !== null));
      if (isAlone && told.size > 1 && own[0]?.claims?.tenantId === stored.case.tenantId)
        yield `pages confirmed two different answers: ${invitationId}`;
    }
  }
}

/** Events that change the relationship by other doors than the page, or end an invitation. */
const OTHER_DOORS: ReadonlySet<string> = new Set([
  'relationship.approved',
  'relationship.declined',
  'relationship.removed',
  'customer.erased',
  'mail.failed',
]);

/** Whether an answer came by another door, which is what the page then shows. */
function isAnswered(timeline: readonly TimelineEntry[], invitationId: string, decision: Decision): boolean {
  const changes = timeline.flatMap((entry) => entry.changes);
  return changes.some(
    (change) =>
      change.kind === 'answered' &&
      change.invitationId === invitationId &&
      (decision === 'approve' ? change.answer !== 'declined' : change.answer === 'declined'),
  );
}

/** Nothing personal is left of an erased customer, unless a later event reported it again. */
function* erasedIsGone(world: World, publisher: Publisher, cases: readonly CaseAtRest[]): Generator<string> {
  for (const { stored } of cases) {
    const { customer, erasedAt, partnerId, tenantId } = stored.case;
    if (erasedAt === null) continue;
    const isReported = [...publisher.sent.values()].some(
      ({ time, data }) =>
        'customer' in data && data.customer.tenantId === tenantId && Date.parse(time) > toMillis(erasedAt),
    );
    if (isReported) continue;
    if (customer !== null) yield `an erased customer came back: ${tenantId}`;
    for (const item of world.table.partitions.get(`CASE#${partnerId}#${tenantId}`)?.values() ?? []) {
      if (world.readBody(item).includes('secret-person'))
        yield `personal data is left in ${text(item.sk)} of ${tenantId}`;
    }
  }
}

/** An address that failed gets no more mail, six minutes later at the latest: clocks differ by up to five. */
function* failedAddressesGetNoMail(world: World, cases: readonly CaseAtRest[]): Generator<string> {
  for (const { stored, timeline } of cases) {
    if (stored.case.generation > 0) continue;
    const failures = timeline.filter(
      ({ type, reason }) => type === 'mail.failed' && reason !== null && FAILED.has(reason),
    );
    const since = Math.min(...failures.map(({ recordedAt }) => toMillis(recordedAt))) + 360_000;
    for (const { to, at, mailId } of world.ses.accepted) {
      if (at > since && stored.case.suppressed.includes(to))
        yield `an address that failed got a mail: ${mailId}`;
    }
  }
}

/** Why a mail to a customer failed. */
const FAILED: ReadonlySet<string> = new Set(['bounced', 'complained', 'invitation-not-open']);

/** What was due before an event is in the timeline before it. */
function* timeComesFirst(world: World, cases: readonly CaseAtRest[]): Generator<string> {
  for (const { stored, timeline } of cases) {
    for (const entries of writesOf(world, stored, timeline)) {
      const expired = entries.findIndex(({ id }) => id.endsWith('-expired'));
      const { at = '' } = entries[expired] ?? {};
      const isLate = entries
        .slice(0, Math.max(0, expired))
        .some((entry) => toMillis(entry.at) > toMillis(at));
      if (isLate) yield `an expiry is in the timeline after a later event: ${entries[expired]?.id}`;
    }
  }
}

/** No more pages than those of the head, and those that dead writers left. */
function* noStrayPages(world: World, cases: readonly CaseAtRest[]): Generator<string> {
  for (const { stored } of cases) {
    const { partnerId, tenantId } = stored.case;
    const items = world.table.partitions.get(`CASE#${partnerId}#${tenantId}`);
    const listed = [
      ...(stored.layout.subscriptions?.pages ?? []),
      ...(stored.layout.eventIndex?.pages ?? []),
    ];
    for (const ref of listed.filter((one) => one !== '')) {
      const isThere = [...(items?.keys() ?? [])].some((sk) => sk.endsWith(`#${ref}`));
      if (!isThere) yield `a page is missing: ${ref} of ${tenantId}`;
    }
  }
}

/** The case file shows each entry of the timeline once, over all its pages. */
async function timelinesComplete(world: World, cases: readonly CaseAtRest[]): Promise<string[]> {
  const broken: string[] = [];
  for (const { stored, timeline } of cases) {
    const { partnerId, tenantId } = stored.case;
    const shown: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = cursor === null ? {} : { timeline: cursor };
      const path = `/partners/${partnerId}/customers/${tenantId}`;
      const answer = request(world, 'cases-api', {
        method: 'GET',
        path,
        parameters: { partnerId, tenantId },
        query,
      });
      await world.scheduler.run(world.scheduler.time + 60_000);
      const response = await answer;
      if (response?.status !== 200) {
        broken.push(`a case file is answered with ${response?.status}: ${tenantId}`);
        break;
      }
      const file = JSON.parse(response.body);
      shown.push(
        ...file.timeline.map(({ source, id }: { source: string; id: string }) => eventKey({ source, id })),
      );
      cursor = file.timelineCursor;
    } while (cursor !== null);
    const all = timeline.map(({ key }) => key).reverse();
    if (JSON.stringify(shown) !== JSON.stringify(all))
      broken.push(`a case file shows ${shown.length} of ${all.length} entries: ${tenantId}`);
  }
  return broken;
}
