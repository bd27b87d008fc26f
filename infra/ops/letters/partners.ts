import { isPartnerKnown } from '../cases/await-case.ts';
import type { Stage } from '../stage/stage.ts';
import { type Trouble, troubleOf } from '../trouble.ts';
import type { PartnerIsKnown } from './why.ts';

/** Asks the stage whether partners are registered, each once; in an outage it is not known. */
export function partnersOf(stage: Stage): PartnerIsKnown {
  const asked = new Map<string, Promise<boolean | Trouble>>();
  return (partnerId) => {
    const answer =
      asked.get(partnerId) ??
      stage
        .now()
        .then((now) => isPartnerKnown(stage.api, partnerId, now))
        .catch(troubleOf);
    asked.set(partnerId, answer);
    return answer;
  };
}
