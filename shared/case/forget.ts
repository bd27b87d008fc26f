import { compareInstants, type Instant } from '../events/instant.ts';
import type { Case } from './case.ts';
import type { TimelineEntry } from './timeline.ts';

/** Attributes that trace a flow of events through systems; all others may say anything of anybody. */
const TRACES: ReadonlySet<string> = new Set(['correlationid', 'causationid', 'traceparent', 'tracestate']);
/** A mail address somewhere in a text, its @ written out or percent-encoded. */
const ADDRESS = /[^\s/@]+(?:@|%40)[^\s/@]+/i;

/** Whether something happened no later than the customer was erased: it is known no more, and does not come back. */
export function isForgotten({ erasedAt }: Pick<Case, 'erasedAt'>, at: Instant): boolean {
  return erasedAt !== null && compareInstants(at, erasedAt) <= 0;
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
    ([name, value]) => TRACES.has(name) && !ADDRESS.test(String(value)),
  );
  return {
    ...entry,
    id: ADDRESS.test(entry.id) ? `erased-${entry.key}` : entry.id,
    source: ADDRESS.test(entry.source) ? '/erased' : entry.source,
    changes,
    extensions: Object.fromEntries(kept),
  };
}
