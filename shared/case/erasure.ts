import { decodeText } from '../events/decode-text.ts';
import { compareInstants, type Instant } from '../events/instant.ts';
import type { Case } from './case.ts';
import type { TimelineEntry } from './timeline.ts';

/** Extensions that trace a flow of events through systems. All others may contain personal data. */
const TRACE_EXTENSIONS: ReadonlySet<string> = new Set([
  'correlationid',
  'causationid',
  'traceparent',
  'tracestate',
]);

/** Whether an event happened before the last erasure or at the same time. Then it stays without effect. */
export function isBeforeErasure({ erasedAt }: Pick<Case, 'erasedAt'>, at: Instant): boolean {
  return erasedAt !== null && compareInstants(at, erasedAt) <= 0;
}

/**
 * Whether a timeline entry or a mail belongs to the time before the last erasure. Generations are counted and not compared by
 * time, because the publishers' clocks differ from ours. Data from before generations were counted is of generation 0.
 */
export function isOfEarlierGeneration(
  { generation }: Pick<Case, 'generation'>,
  item: { readonly generation?: number },
): boolean {
  return (item.generation ?? 0) < generation;
}

/** Whether the case holds anything that an erasure would remove. */
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
 * A timeline entry without personal data. It loses the details of a failure, all extensions but trace ids, and an id or source
 * that holds a mail address. The key still identifies the event. Applying this again changes nothing.
 */
export function withoutPersonalData(entry: TimelineEntry): TimelineEntry {
  const changes = entry.changes.map((change) =>
    change.kind === 'onboarding-failed' ? { ...change, detail: null } : change,
  );
  const kept = Object.entries(entry.extensions).filter(
    ([name, value]) => TRACE_EXTENSIONS.has(name) && !holdsAddress(String(value)),
  );
  return {
    ...entry,
    id: holdsAddress(entry.id) ? `erased-${entry.key}` : entry.id,
    source: holdsAddress(entry.source) ? '/erased' : entry.source,
    changes,
    extensions: Object.fromEntries(kept),
  };
}

/** A character on each side of an @. Matching one character each keeps the time linear. */
const ADDRESS = /[^\s/@]@[^\s/@]/;

/** Whether a text contains a mail address, or something that looks like one, in whatever encoding. Takes linear time. */
export function holdsAddress(text: string): boolean {
  return ADDRESS.test(decodeText(text));
}
