import type { TimelineEntry } from '../case/timeline.ts';
import type { PageWriter } from './pages.ts';

/** So many entries stay in the head; it is what repeats are looked for in first. */
export const KEPT_RECENT = 8;
const MOST_RECENT = 32;
/** Bytes of JSON in the head's timeline before it is sealed, and in one page; an item may have 400 KB. */
const RECENT_BYTES = 48 * 1024;
const PAGE_BYTES = 192 * 1024;
/** Decisions of one entry in one page; an approval may decide 10,000 subscriptions. */
const PAGE_DECISIONS = 500;

/** A sealed page of the older timeline: never changed again. */
export interface TimelinePage {
  /** Oldest first. An entry with very many decisions goes on in the next page as another entry with the same key. */
  readonly entries: readonly TimelineEntry[];
  /** The page before this one. */
  readonly before: string | null;
}

/** What stays in the head, what was sealed, and where each sealed entry begins. */
export interface Sealed {
  readonly recent: readonly TimelineEntry[];
  readonly older: string | null;
  readonly places: ReadonlyMap<string, string>;
}

/** Moves the older part of a timeline that has grown too long for the head into new pages. */
export function sealTimeline(
  recent: readonly TimelineEntry[],
  older: string | null,
  writer: PageWriter,
): Sealed {
  const bytes = Buffer.byteLength(JSON.stringify(recent));
  if (recent.length <= MOST_RECENT && bytes <= RECENT_BYTES) return { recent, older, places: new Map() };
  // Where bytes are the reason, a few entries may be all of them.
  const kept = bytes > RECENT_BYTES ? 0 : KEPT_RECENT;
  const places = new Map<string, string>();
  let before = older;
  for (const entries of pagesOf(recent.slice(0, recent.length - kept))) {
    const ref = writer.add('TIME', { entries, before } satisfies TimelinePage);
    for (const entry of entries) places.set(entry.key, ref);
    before = ref;
  }
  return { recent: recent.slice(recent.length - kept), older: before, places };
}

function* pagesOf(entries: readonly TimelineEntry[]): Generator<TimelineEntry[]> {
  let page: TimelineEntry[] = [];
  let size = 0;
  for (const entry of entries.flatMap(parts)) {
    const bytes = Buffer.byteLength(JSON.stringify(entry));
    if (page.length > 0 && size + bytes > PAGE_BYTES) {
      yield page;
      page = [];
      size = 0;
    }
    page.push(entry);
    size += bytes;
  }
  if (page.length > 0) yield page;
}

/** An entry in parts of bearable size; only the first has the changes, so that none leaves twice. */
function parts(entry: TimelineEntry): TimelineEntry[] {
  if (entry.decisions.length <= PAGE_DECISIONS) return [entry];
  const all: TimelineEntry[] = [];
  for (let start = 0; start < entry.decisions.length; start += PAGE_DECISIONS) {
    const decisions = entry.decisions.slice(start, start + PAGE_DECISIONS);
    all.push(
      start === 0
        ? { ...entry, decisions }
        : { ...entry, decisions, changes: [], part: start / PAGE_DECISIONS },
    );
  }
  return all;
}
