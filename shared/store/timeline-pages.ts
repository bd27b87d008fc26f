import type { CaseKey } from '../case/case.ts';
import type { TimelineEntry } from '../case/timeline.ts';
import { type PageWriter, pageBody, pageKey } from './case-pages.ts';
import { fromStoredEntry, type StoredEntry, toStoredEntry } from './stored-names.ts';
import type { Table } from './table.ts';

/** Entries that stay in the head when the timeline is sealed. Repeats are looked for there first. */
export const KEPT_RECENT = 8;
/** Entries in the head before the timeline is sealed. */
const MOST_RECENT = 32;
/** Bytes of JSON in the head's timeline before it is sealed, and in one page. An item has at most 400 KB. */
const RECENT_BYTES = 48 * 1024;
const PAGE_BYTES = 192 * 1024;
/** Decisions of one entry in one page. An approval may decide 10,000 subscriptions. */
const PAGE_DECISIONS = 500;

/** A page of the sealed timeline. */
export interface TimelinePage {
  /** Oldest first. An entry with very many decisions continues in the next page, as an entry with the same key. */
  readonly entries: readonly TimelineEntry[];
  /** The page before this one. */
  readonly before: string | null;
}

/** {@link TimelinePage} under its stored names. */
export interface StoredTimelinePage extends Omit<TimelinePage, 'entries'> {
  readonly entries: readonly StoredEntry[];
}

/** The timeline after sealing. */
export interface SealedTimeline {
  /** The entries that stay in the head. */
  readonly recent: readonly TimelineEntry[];
  /** The newest sealed page. */
  readonly older: string | null;
  /** For each entry sealed now, by its key: the page in which it ends. */
  readonly sealedPages: ReadonlyMap<string, string>;
}

/** Moves older entries into new pages when the timeline is too long for the head. */
export function sealTimeline(
  recent: readonly TimelineEntry[],
  older: string | null,
  writer: PageWriter,
): SealedTimeline {
  const bytes = Buffer.byteLength(JSON.stringify(recent));
  if (recent.length <= MOST_RECENT && bytes <= RECENT_BYTES) return { recent, older, sealedPages: new Map() };
  // When bytes are the reason, a few entries may have all of them.
  const kept = bytes > RECENT_BYTES ? 0 : KEPT_RECENT;
  const sealedPages = new Map<string, string>();
  let before = older;
  for (const entries of pagesOf(recent.slice(0, recent.length - kept))) {
    const ref = writer.add('TIME', {
      entries: entries.map(toStoredEntry),
      before,
    } satisfies StoredTimelinePage);
    for (const entry of entries) sealedPages.set(entry.key, ref);
    before = ref;
  }
  return { recent: recent.slice(recent.length - kept), older: before, sealedPages };
}

function* pagesOf(entries: readonly TimelineEntry[]): Generator<TimelineEntry[]> {
  let page: TimelineEntry[] = [];
  let size = 0;
  for (const entry of entries.flatMap(entryParts)) {
    const bytes = Buffer.byteLength(JSON.stringify(entry));
    if (page.length > 0 && size + bytes > PAGE_BYTES) {
      yield page;
      page = [];
      size = 0;
    }
    page.push(entry);
    size += bytes;
  }
  yield page;
}

/** Splits an entry with many decisions. Only the first part has the changes, because each change has effects. */
function entryParts(entry: TimelineEntry): TimelineEntry[] {
  if (entry.decisions.length <= PAGE_DECISIONS) return [entry];
  const parts: TimelineEntry[] = [];
  for (let start = 0; start < entry.decisions.length; start += PAGE_DECISIONS) {
    const decisions = entry.decisions.slice(start, start + PAGE_DECISIONS);
    parts.push(
      start === 0
        ? { ...entry, decisions }
        : { ...entry, decisions, changes: [], part: start / PAGE_DECISIONS },
    );
  }
  return parts;
}

/** Reads one sealed page. @throws PageReplaced for a reference that does not exist */
export async function readTimelinePage(table: Table, caseKey: CaseKey, ref: string): Promise<TimelinePage> {
  const items = await table.get([pageKey(caseKey, 'TIME', ref)]);
  const { entries, before } = pageBody<StoredTimelinePage>(items, caseKey, 'TIME', ref);
  return { entries: entries.map(fromStoredEntry), before };
}

/**
 * Reads sealed entries, each with all its parts.
 * @param sealedPages by an entry's key, the page in which it ends
 */
export async function readSealedEntries(
  table: Table,
  caseKey: CaseKey,
  sealedPages: ReadonlyMap<string, string>,
): Promise<TimelineEntry[]> {
  const entries: TimelineEntry[] = [];
  for (const [key, lastPage] of sealedPages) {
    let parts: TimelineEntry[] = [];
    for (let ref: string | null = lastPage; ref; ) {
      const page: TimelinePage = await readTimelinePage(table, caseKey, ref);
      const partsInPage = page.entries.filter((entry) => entry.key === key);
      if (partsInPage.length === 0) break;
      parts = [...partsInPage, ...parts];
      ref = page.before;
    }
    const [first] = parts;
    if (first) entries.push({ ...first, decisions: parts.flatMap(({ decisions }) => decisions) });
  }
  return entries;
}

/**
 * Reads the entries of time that passed at or after an instant, as they were recorded before the case was read: from the head
 * and, where that does not reach back far enough, from sealed pages.
 * @param older the newest sealed page
 */
export async function readTimePassedSince(
  table: Table,
  theCase: CaseKey & { readonly recent: readonly TimelineEntry[] },
  older: string | null,
  since: string,
): Promise<TimelineEntry[]> {
  let entries = [...theCase.recent];
  for (let ref = older; ref && (entries[0]?.recordedAt ?? since) >= since; ) {
    const page = await readTimelinePage(table, theCase, ref);
    entries = [...page.entries, ...entries];
    ref = page.before;
  }
  return entries.filter((entry) => entry.type === 'time.passed' && entry.at >= since);
}
