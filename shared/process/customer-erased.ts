import { emptyCase } from '../case/case.ts';
import { moveRelationship, updateCase } from '../case/draft.ts';
import { hasPersonalData, withoutPersonalData } from '../case/erasure.ts';
import { compareInstants, earliest, fromMillis, latest } from '../events/instant.ts';
import { type ApplyEvent, applied, unapplied } from './event-result.ts';

/**
 * `customer.erased`: the case knows nothing any more but that things happened. Everything goes that is known when the
 * erasure is taken in, whatever its age and the erasure's: nobody who asks for it expects to be known all the same.
 *
 * One from the future happens now: as of its own time it would shut out all that happens until then.
 */
export const applyErased: ApplyEvent<'customer.erased'> = ({ draft, now }, { time }) => {
  const { erasedAt: before, generation, recent, relationship, subscriptions } = draft.case;
  const at = earliest(time, fromMillis(now));
  if (before !== null && compareInstants(at, before) <= 0 && !hasPersonalData(draft.case)) {
    return at === before ? unapplied('ignored', 'already-erased') : unapplied('stale', 'customer-erased');
  }
  const erasedAt = latest(before, at);
  moveRelationship(draft, { status: 'none', scope: null, at: latest(relationship.changedAt, at) });
  draft.changes.push({ kind: 'erased', erasedAt });
  for (const id of subscriptions.keys()) draft.written.add(id);
  draft.subscriptions.clear();
  const { subscriptions: _, relationship: nothing, ...blank } = emptyCase(draft.case);
  const { changedAt } = draft.case.relationship;
  updateCase(draft, {
    ...blank,
    relationship: { ...nothing, changedAt },
    recent: recent.map(withoutPersonalData),
    erasedAt,
    generation: generation + 1,
  });
  return applied();
};
