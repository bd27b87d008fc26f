import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import type { Api, CaseKey } from '../stage/api.ts';

/** An entry of a case file's timeline. */
export type Entry = CaseFile['timeline'][number];

/**
 * A case file with its timeline gone back in until there is enough of it.
 * @param enough asked after each page
 * @returns `null` when there is no such case
 */
export async function readCase(
  api: Api,
  key: CaseKey,
  enough: (timeline: readonly Entry[]) => boolean,
): Promise<CaseFile | null> {
  const file = await api.caseFile(key);
  if (!file) return null;
  let { timeline, mails, timelineCursor: cursor } = file;
  while (cursor !== null && !enough(timeline)) {
    const older = await api.caseFile(key, cursor);
    if (!older) break;
    timeline = [...timeline, ...older.timeline];
    mails = [...mails, ...older.mails];
    cursor = older.timelineCursor;
  }
  return { ...file, timeline, mails, timelineCursor: cursor };
}
