import type { CaseEvent } from '../../shared/events/catalogue.ts';
import { eventKey } from '../../shared/events/event-key.ts';
import { DEFAULT_ALLOWED_ROLES } from '../../shared/events/vocabulary.ts';
import { foldCase } from '../../shared/process/fold-case.ts';
import {
  type CaseQuery,
  caseId,
  readCases,
  readWholeCase,
  type StoredCase,
  writeCase,
} from '../../shared/store/case-store.ts';
import type { Table } from '../../shared/store/table.ts';
import { NOON, partner, TENANT } from '../fixtures/fold-events.ts';

export const CASE_KEY = { partnerId: 'contoso', tenantId: TENANT };

export function caseQuery(events: readonly CaseEvent[]): CaseQuery {
  const subscriptionIds = events.flatMap((event) =>
    event.type === 'subscription.ingested'
      ? [event.data.subscription.id]
      : 'subscriptionId' in event.data
        ? [event.data.subscriptionId]
        : [],
  );
  return { ...CASE_KEY, subscriptionIds, eventKeys: events.map(eventKey) };
}

export async function readCase(table: Table, events: readonly CaseEvent[] = []): Promise<StoredCase> {
  const stored = (await readCases(table, [caseQuery(events)])).cases.get(caseId(CASE_KEY));
  if (!stored) throw new Error('not read');
  return stored;
}

let marks = 0;

/** Reads, folds and writes once, as the event functions do. @returns whether the write held */
export async function processCase(
  table: Table,
  events: readonly CaseEvent[],
  stored?: StoredCase,
): Promise<boolean> {
  const context = {
    partner,
    now: NOON + 3_600_000,
    settings: {
      invitationDays: 30,
      declineBlockDays: 30,
      reminderDays: [3, 10, 25],
      allowedRoles: DEFAULT_ALLOWED_ROLES,
    },
  };
  let from = stored ?? (await readCase(table, events));
  let folded = foldCase(from.case, events, context, from.loaded);
  if (folded.kind === 'needs-all-subscriptions') {
    from = await readWholeCase(table, caseQuery(events), {
      deleteOrphans: (orphans) => table.write([], orphans),
    });
    folded = foldCase(from.case, events, context, from.loaded);
  }
  if (folded.kind !== 'folded') throw new Error(folded.kind);
  if (folded.entries.length === 0) return true;
  return writeCase(table, from, folded.case, folded.written, {
    now: context.now,
    attemptId: `m${marks++}`,
    dueAt: folded.dueAt,
  });
}
