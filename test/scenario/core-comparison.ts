import { isDeepStrictEqual } from 'node:util';
import { buildCaseFile, type CaseFile } from '../../functions/cases-api/case-file.ts';
import { emptyCase, type Partner } from '../../shared/case/case.ts';
import type { CaseEvent } from '../../shared/events/catalogue.ts';
import { DEFAULT_ALLOWED_ROLES } from '../../shared/events/vocabulary.ts';
import { foldCase } from '../../shared/process/fold-case.ts';
import type { TestCustomer, WireEvent } from '../fixtures/events.ts';
import { parseValidEvent } from '../fixtures/traffic.ts';

/** The local stage's settings: the contract's defaults (§3.3). */
const SETTINGS: Parameters<typeof foldCase>[2]['settings'] = {
  invitationDays: 30,
  declineBlockDays: 30,
  reminderDays: [3, 10, 25],
  allowedRoles: DEFAULT_ALLOWED_ROLES,
};

/** A case file as far as the core decides it: whole timeline, subscriptions by id, nothing of what became of mails. */
export function comparable(file: CaseFile, timeline: CaseFile['timeline'] = file.timeline) {
  const { invitation } = file.relationship;
  return {
    ...file,
    relationship: { ...file.relationship, invitation: invitation && { ...invitation, mail: null } },
    subscriptions: file.subscriptions.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    timeline,
    // What SES made of them is not the core's to compute; which were ordered is.
    mails: file.mails
      .map(({ id, kind, at }) => ({ id, kind, at }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    timelineCursor: null,
  };
}

/** A case file with its whole timeline, newest first, page by page. */
export async function fetchWholeCase(
  api: string,
  key: { readonly partnerId: string; readonly tenantId: string },
): Promise<CaseFile | null> {
  const url = `${api}/partners/${key.partnerId}/customers/${key.tenantId}`;
  const first = await page(url);
  if (!first) return null;
  const timeline = [...first.timeline];
  const mails = [...first.mails];
  for (let cursor = first.timelineCursor; cursor !== null; ) {
    const older = await page(`${url}?timeline=${cursor}`);
    timeline.push(...(older?.timeline ?? []));
    mails.push(...(older?.mails ?? []));
    cursor = older?.timelineCursor ?? null;
  }
  return { ...first, timeline, mails, timelineCursor: null };
}

async function page(url: string): Promise<CaseFile | null> {
  const response = await fetch(url);
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`case file: ${response.status}`);
  // What the function answers is this type, by way of JSON, which all its values survive.
  return (await response.json()) as CaseFile;
}

/**
 * The case file the core computes by itself: the events in the order, and at the times, that the timeline tells.
 * @param file the case file whose timeline gives order and times
 */
export function computeCaseFile(
  file: CaseFile,
  events: ReadonlyMap<string, CaseEvent>,
  partner: Partner,
): CaseFile {
  let of = emptyCase({ partnerId: file.partnerId, tenantId: file.customer.tenantId });
  for (const { source, id, recordedAt } of file.timeline.toReversed()) {
    const event = events.get(`${source} ${id}`);
    if (!event) throw new Error(`the timeline has an event nobody sent: ${source} ${id}`);
    const folded = foldCase(of, [event], { partner, now: Date.parse(recordedAt), settings: SETTINGS });
    if (folded.kind !== 'folded') throw new Error('a case that is whole needs nothing more');
    of = folded.case;
  }
  return buildCaseFile(of, new Map(), { entries: of.recent, before: null });
}

/** Valid case events as the core takes them, by what {@link computeCaseFile} finds them by. */
export function eventsByIdentity(events: readonly WireEvent[]): Map<string, CaseEvent> {
  const known = new Map<string, CaseEvent>();
  for (const event of events) {
    const parsed = parseValidEvent(event);
    if (parsed.type !== 'partner.registered') known.set(`${parsed.source} ${parsed.id}`, parsed);
  }
  return known;
}

/** Partners as their registrations made them, by id. */
export function partnersOf(registrations: readonly WireEvent[]): Map<string, Partner> {
  const partners = new Map<string, Partner>();
  for (const event of registrations) {
    const parsed = parseValidEvent(event);
    if (parsed.type === 'partner.registered')
      partners.set(parsed.data.partnerId, { ...parsed.data, registeredAt: parsed.time });
  }
  return partners;
}

/** Case files read at the same time. */
const READERS = 4;

/**
 * Reads the whole cases of customers and compares each with what the core makes of its events.
 * @param valid every event that was accepted
 * @param registrations of the partners
 * @returns the files of all cases there are, and how many differ from the core's
 */
export async function compareCases(
  api: string,
  customers: readonly TestCustomer[],
  valid: readonly WireEvent[],
  registrations: readonly WireEvent[],
): Promise<{ readonly files: readonly CaseFile[]; readonly different: number }> {
  const events = eventsByIdentity(valid);
  const partners = partnersOf(registrations);
  const files: CaseFile[] = [];
  let different = 0;
  const left = customers.values();
  const read = async () => {
    for (const customer of left) {
      const file = await fetchWholeCase(api, customer);
      const partner = partners.get(customer.partnerId);
      if (!file || !partner) continue;
      files.push(file);
      const computed = comparable(computeCaseFile(file, events, partner));
      if (!isDeepStrictEqual(asJson(comparable(file)), asJson(computed))) different++;
    }
  };
  await Promise.all(Array.from({ length: READERS }, read));
  return { files, different };
}

/** A value as it is after a trip through JSON. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
