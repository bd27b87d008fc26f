import { compareInstants, type Instant } from '../events/instant.ts';
import type { Case } from './case.ts';
import type { TimelineEntry } from './timeline.ts';

/** Attributes that trace a flow of events through systems; all others may say anything of anybody. */
const TRACES: ReadonlySet<string> = new Set(['correlationid', 'causationid', 'traceparent', 'tracestate']);

/** Whether something happened no later than the customer was erased: it is known no more, and does not come back. */
export function isBeforeErasure({ erasedAt }: Pick<Case, 'erasedAt'>, at: Instant): boolean {
  return erasedAt !== null && compareInstants(at, erasedAt) <= 0;
}

/**
 * Whether an entry, or what follows from it, belongs to a life of the customer that an erasure has ended. Lives are counted: clocks
 * of publishers differ from ours, so that times tell nothing here. What was kept before lives were counted is of life 0.
 */
export function isOfEarlierGeneration(
  { generation }: Pick<Case, 'generation'>,
  item: { readonly generation?: number },
): boolean {
  return (item.generation ?? 0) < generation;
}

/** Whether anything is known that an erasure would take away. */
export function hasPersonalData({
  customer,
  relationship,
  invitation,
  request,
  subscriptions,
}: Case): boolean {
  const isNothing = customer === null && invitation === null && request === null && subscriptions.size === 0;
  return !isNothing || relationship.status !== 'none';
}

/**
 * A timeline entry without what may be personal: the words of a failure, what senders put on their events beside tracing
 * ids, and an id or source that holds a mail address. Which event it was is still known by its key. Done again it changes nothing.
 */
export function withoutPersonalData(entry: TimelineEntry): TimelineEntry {
  const changes = entry.changes.map((change) =>
    change.kind === 'onboarding-failed' ? { ...change, detail: null } : change,
  );
  const kept = Object.entries(entry.extensions).filter(
    ([name, value]) => TRACES.has(name) && !holdsAddress(String(value)),
  );
  return {
    ...entry,
    id: holdsAddress(entry.id) ? `erased-${entry.key}` : entry.id,
    source: holdsAddress(entry.source) ? '/erased' : entry.source,
    changes,
    extensions: Object.fromEntries(kept),
  };
}

/** Something on both sides of an @, which may be percent-encoded. One character each is enough, so that long texts take no longer. */
const ADDRESS = /[^\s/@](?:@|%40)[^\s/@]/i;

/** Whether a text holds a mail address, or what may be one, somewhere in it. Takes time in proportion to its length. */
export function holdsAddress(text: string): boolean {
  return ADDRESS.test(text);
}
