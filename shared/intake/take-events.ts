import { sendEffects } from '../effects/send-effects.ts';
import { eventKey } from '../events/identity.ts';
import { compareInstants } from '../events/instant.ts';
import type { TimeLeft } from '../runtime/deadline.ts';
import { DeadlineReached, EffectsUnsent } from '../runtime/errors.ts';
import { PageGone } from '../store/pages.ts';
import { registerPartner } from '../store/partner-store.ts';
import { caseName, type ReadCases, readCases, type Wanted } from '../store/read-cases.ts';
import { foldGroup, type Taken } from './fold-group.ts';
import { clearLeftovers } from './leftovers.ts';
import { readingsOfSent } from './readings.ts';
import type { CaseGroup, IntakeWorld, Received } from './world.ts';

/**
 * Takes a batch of events into their cases.
 * 1. partners are registered; 2. all cases are read in one request; 3. the events of each case are folded and written
 * once; 4. what follows is sent for all cases together; 5. what erasures left is cleared away; only then a record is done
 * (design, ideas 3 and 4).
 * @returns for each message id `done` or why it must come again
 */
export async function takeEvents(
  received: readonly Received[],
  world: IntakeWorld,
  timeLeft: TimeLeft,
): Promise<Map<string, 'done' | Error>> {
  const results = new Map<string, 'done' | Error>();
  const ofCases: CaseGroup['received'][number][] = [];
  for (const one of [...received].sort(byTime)) {
    if (isCaseEvent(one)) ofCases.push(one);
    else results.set(one.messageId, await register(one, world));
  }
  const groups = groupByCase(ofCases);
  if (groups.length === 0) return results;
  if (timeLeft() <= 0) return allOf(groups, new DeadlineReached(), results);
  const read = await readTogether(groups, world);
  const all: (Taken & { readonly owner: string })[] = [];
  const toClear: CaseGroup[] = [];
  await Promise.all(
    groups.map(async (group) => {
      try {
        const { taken, hasLeftovers } = await foldGroup(group, wantedBy(group), read, world, timeLeft);
        if (hasLeftovers) toClear.push(group);
        all.push(...taken.map((one) => ({ owner: caseName(group), ...one })));
        for (const { messageId } of group.received) results.set(messageId, 'done');
      } catch (error) {
        allOf([group], asError(error), results);
      }
    }),
  );
  const unsent = await sendEffects(all, world);
  for (const { owner, entry, effects } of all.filter(({ isFresh }) => isFresh)) {
    if (!unsent.has(owner)) world.meter.add(...readingsOfSent(entry, effects, world.now()));
  }
  await Promise.all(
    toClear.map(async (group) => {
      try {
        if (timeLeft() <= 0) throw new DeadlineReached();
        await clearLeftovers(group, world);
      } catch (error) {
        allOf([group], asError(error), results);
      }
    }),
  );
  return allOf(
    groups.filter((group) => unsent.has(caseName(group))),
    new EffectsUnsent(),
    results,
  );
}

/** Reads all cases in one request; `null` when one cannot be read, so that each is read by itself and fails alone. */
async function readTogether(groups: readonly CaseGroup[], { table }: IntakeWorld): Promise<ReadCases | null> {
  try {
    return await readCases(table, groups.map(wantedBy));
  } catch (error) {
    if (error instanceof PageGone) return null;
    throw error;
  }
}

async function register({ event }: Received, { table }: IntakeWorld): Promise<'done' | Error> {
  try {
    if (event.type === 'partner.registered') await registerPartner(table, event);
    return 'done';
  } catch (error) {
    return asError(error);
  }
}

function isCaseEvent(received: Received): received is CaseGroup['received'][number] {
  return received.event.type !== 'partner.registered';
}

/** The oldest first: fewer come out stale. */
function byTime(a: Received, b: Received): number {
  return compareInstants(a.event.time, b.event.time);
}

function groupByCase(received: CaseGroup['received']): CaseGroup[] {
  const groups = new Map<string, CaseGroup & { received: CaseGroup['received'][number][] }>();
  for (const one of received) {
    const { partnerId, customer } = one.event.data;
    const key = { partnerId, tenantId: customer.tenantId };
    const group = groups.get(caseName(key)) ?? { ...key, received: [] };
    group.received.push(one);
    groups.set(caseName(key), group);
  }
  return [...groups.values()];
}

function wantedBy({ partnerId, tenantId, received }: CaseGroup): Wanted {
  const events = received.map(({ event }) => event);
  return {
    partnerId,
    tenantId,
    eventKeys: events.filter(({ type }) => type !== 'time.passed').map(eventKey),
    subscriptionIds: events.flatMap((event) =>
      event.type === 'subscription.ingested'
        ? [event.data.subscription.id]
        : 'subscriptionId' in event.data
          ? [event.data.subscriptionId]
          : [],
    ),
  };
}

function allOf(groups: readonly CaseGroup[], error: Error, results: Map<string, 'done' | Error>) {
  for (const { received } of groups) for (const { messageId } of received) results.set(messageId, error);
  return results;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('Something that is no error was thrown');
}
