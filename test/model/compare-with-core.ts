import assert from 'node:assert/strict';
import { type Case, emptyCase, type Partner } from '../../shared/case/case.ts';
import type { CaseFoldEvent } from '../../shared/events/internal-events.ts';
import { DEFAULT_ALLOWED_ROLES } from '../../shared/events/vocabulary.ts';
import { foldCase } from '../../shared/process/fold-case.ts';
import type { EventSequence } from './event-sequence.ts';
import { toEvent } from './events.ts';
import { processEvents } from './model.ts';
import { emptyModel } from './state.ts';
import { coreEntries, coreView, type InvitationNumbers, modelView, normalizeEntries } from './views.ts';

const START = Date.parse('2026-11-22T12:00:00Z');
const settings = {
  invitationDays: 30,
  declineBlockDays: 30,
  reminderDays: [3, 10, 25],
  allowedRoles: DEFAULT_ALLOWED_ROLES,
};

/**
 * Runs core and model on the same events and compares them after every batch.
 * @param report receives a description of every batch, to follow a failure
 * @throws AssertionError where they differ
 */
export function compareWithCore(
  { partner: properties, batches }: EventSequence,
  report?: (line: string) => void,
): void {
  const partner: Partner = {
    partnerId: 'contoso',
    name: 'Contoso',
    country: 'US',
    supportEmail: 'support@contoso.example',
    notificationsEmail: 'desk@contoso.example',
    muted: [],
    registeredAt: '2026-01-01T00:00:00.000Z',
    ...properties,
  };
  const model = emptyModel(properties);
  const invitationNumbers: InvitationNumbers = new Map();
  const delivered: CaseFoldEvent[] = [];
  let core: Case = emptyCase({ partnerId: 'contoso', tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039' });
  let clock = START;
  let count = 0;
  for (const { pause, events: generated } of batches) {
    clock += pause;
    const state = { clock, model, current: core.invitation?.id, previous: core.previous?.id, delivered };
    const events = generated.flatMap((event) => toEvent(event, `e-${++count}`, state) ?? []);
    delivered.push(...events);
    const folded = foldCase(core, events, { partner, now: clock, settings });
    assert.equal(folded.kind, 'folded');
    if (folded.kind !== 'folded') return;
    core = folded.case;
    for (const { changes } of folded.entries)
      for (const change of changes)
        if (change.kind === 'invitation-opened')
          invitationNumbers.set(change.invitationId, invitationNumbers.size + 1);
    const entries = processEvents(model, events, clock, (id) => invitationNumbers.get(id) ?? null);
    const [expected, actual] = [
      { entries: normalizeEntries(entries), ...modelView(model) },
      { entries: coreEntries(core, folded.entries, invitationNumbers), ...coreView(core, invitationNumbers) },
    ];
    report?.(describeBatch(clock, events, expected));
    assert.deepEqual(actual, expected);
  }
}

/** Describes a batch and its expected entries, to follow a failure. */
function describeBatch(
  clock: number,
  events: readonly CaseFoldEvent[],
  { entries }: { entries: unknown[] },
): string {
  const day = (time: number) => `day ${((time - START) / 86_400_000).toFixed(4)}`;
  const lines = events.map(({ type, time, data }) => {
    const { partnerId: _, ...about } = data;
    return `  ${type} of ${day(Date.parse(time))} ${JSON.stringify(about)}`;
  });
  return [day(clock), ...lines, ...entries.map((entry) => `  -> ${JSON.stringify(entry)}`)].join('\n');
}
