import { isPartnerKnown } from '../cases/await-case.ts';
import type { Stage } from '../stage/stage.ts';
import type { PartnerIsKnown } from './why.ts';

/** Asks the stage whether partners are registered, each once. */
export function partnersOf(stage: Stage): PartnerIsKnown {
  const asked = new Map<string, Promise<boolean>>();
  return (partnerId) => {
    const answer =
      asked.get(partnerId) ?? stage.now().then((now) => isPartnerKnown(stage.api, partnerId, now));
    asked.set(partnerId, answer);
    return answer;
  };
}
