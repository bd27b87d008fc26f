import type { Draft } from '../case/draft.ts';
import type { Cloud, Scope } from '../events/kinds.ts';
import { leastScope } from '../rules/facts.ts';

/** The scope to ask for when nobody says: what the case's subscriptions need, licences being the ones that need more (R11). */
export function scopeToAsk(draft: Draft, cloud: Cloud): Scope {
  for (const { told } of draft.subscriptions.values()) {
    if (told?.billing === 'license-based') return 'delegated-admin';
  }
  return draft.subscriptions.size === 0 ? 'delegated-admin' : leastScope(cloud);
}
