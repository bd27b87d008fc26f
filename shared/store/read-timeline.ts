import type { CaseKey } from '../case/case.ts';
import type { TimelineEntry } from '../case/timeline.ts';
import { pageIn, pageKey } from './pages.ts';
import type { StoredCase } from './read-cases.ts';
import type { Table } from './table.ts';
import type { TimelinePage } from './timeline-pages.ts';

/** The entries of events that sealed pages hold, whole again, for sending their effects once more. */
export async function readSealed(
  table: Table,
  stored: StoredCase,
  keys: readonly string[],
): Promise<TimelineEntry[]> {
  const entries: TimelineEntry[] = [];
  for (const key of keys) {
    let parts: TimelineEntry[] = [];
    let ref: string | null = stored.places.get(key) ?? null;
    while (ref) {
      const page: TimelinePage = await readTimelinePage(table, stored.case, ref);
      const here = page.entries.filter((entry) => entry.key === key);
      if (here.length === 0) break;
      parts = [...here, ...parts];
      ref = page.before;
    }
    const [first] = parts;
    if (first) entries.push({ ...first, decisions: parts.flatMap((part) => part.decisions) });
  }
  return entries;
}

/**
 * What time brought about at or after an instant, as it was recorded before this reading: from the head and, where that does
 * not reach back far enough, from sealed pages.
 */
export async function passedSince(table: Table, stored: StoredCase, at: string): Promise<TimelineEntry[]> {
  let entries = [...stored.case.recent];
  let ref = stored.layout.older;
  while (ref && (entries[0]?.recordedAt ?? at) >= at) {
    const page = await readTimelinePage(table, stored.case, ref);
    entries = [...page.entries, ...entries];
    ref = page.before;
  }
  return entries.filter((entry) => entry.type === 'time.passed' && entry.at >= at);
}

/** One sealed page of the older timeline. @throws PageGone for a reference that does not exist */
export async function readTimelinePage(table: Table, of: CaseKey, ref: string): Promise<TimelinePage> {
  const key = pageKey(of, 'TIME', ref);
  return pageIn<TimelinePage>(await table.get([key]), key, 'TIME');
}
