import { isPartnerKnown } from '../cases/await-case.ts';
import { type CliError, toCliError } from '../errors.ts';
import type { Stage } from '../stage/stage.ts';
import type { PartnerIsKnown } from './diagnose.ts';

/** Asks the stage whether partners are registered, each once; in an outage it is not known. */
export function partnersOf(stage: Stage): PartnerIsKnown {
  const asked = new Map<string, Promise<boolean | CliError>>();
  return (partnerId) => {
    const answer =
      asked.get(partnerId) ??
      stage
        .now()
        .then((now) => isPartnerKnown(stage.api, partnerId, now))
        .catch(toCliError);
    asked.set(partnerId, answer);
    return answer;
  };
}
