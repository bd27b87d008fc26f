import * as z from 'zod/mini';
import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import { guid, partnerId } from '../../../shared/events/fields.ts';
import { UsageError } from '../errors.ts';
import type { Api, CaseKey } from '../stage/api.ts';

/** Parses the argument `<partnerId>`. @throws UsageError */
export function parsePartnerId(word: string): string {
  const parsed = z.safeParse(partnerId(), word);
  if (parsed.success) return parsed.data;
  throw new UsageError(`${word} cannot be a partner id: 1 to 64 letters, digits or dashes.`);
}

/** Parses the argument `<tenantId>`. @throws UsageError */
export function parseTenantId(word: string): string {
  const parsed = z.safeParse(guid(), word);
  if (parsed.success) return parsed.data;
  throw new UsageError(`${word} cannot be a customer’s tenant id: it is a GUID.`);
}

/** An entry of a case file's timeline. */
export type Entry = CaseFile['timeline'][number];

/**
 * Reads a case file, and older pages of its timeline until there is enough.
 * @param enough called after each page
 * @returns `null` if there is no such case
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
