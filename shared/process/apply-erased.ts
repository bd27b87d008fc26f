import { emptyCase } from '../case/case.ts';
import { change } from '../case/draft.ts';
import { withoutPersonalData } from '../case/forget.ts';
import { moveRelationship } from '../case/permission.ts';
import { latest } from '../events/instant.ts';
import { type Apply, applied, unapplied } from './applied.ts';
import { isStale } from './decide-subscriptions.ts';

/**
 * `customer.erased`: the case knows nothing any more but that things happened. Everything goes that is known when the
 * erasure is taken in, whatever its age: nobody who asks for it expects to be known all the same.
 */
export const applyErased: Apply<'customer.erased'> = ({ draft }, { time }) => {
  const { erasedAt, recent, relationship, subscriptions } = draft.case;
  if (isStale(time, erasedAt)) return unapplied('stale', 'customer-erased');
  if (erasedAt === time) return unapplied('ignored', 'already-erased');
  moveRelationship(draft, { status: 'none', scope: null, at: latest(relationship.changedAt, time) });
  draft.changes.push({ kind: 'erased' });
  for (const id of subscriptions.keys()) draft.written.add(id);
  draft.subscriptions.clear();
  const { subscriptions: _, relationship: nothing, ...blank } = emptyCase(draft.case);
  const { changedAt } = draft.case.relationship;
  change(draft, {
    ...blank,
    relationship: { ...nothing, changedAt },
    recent: recent.map(withoutPersonalData),
    erasedAt: time,
  });
  return applied();
};
