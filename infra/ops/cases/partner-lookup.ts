import { definitionOf } from '../../../shared/events/catalogue.ts';
import { CliError, toCliError } from '../errors.ts';
import type { Api } from '../stage/api.ts';
import type { Stage } from '../stage/stage.ts';

/** Looks up whether a partner is registered now. @returns the error if the stage does not answer */
export type PartnerLookup = (partnerId: string) => Promise<boolean | CliError>;

/** Creates a lookup that asks the stage once for each partner. */
export function partnerLookup(stage: Stage): PartnerLookup {
  const answers = new Map<string, Promise<boolean | CliError>>();
  return (partnerId) => {
    const answer =
      answers.get(partnerId) ??
      stage
        .now()
        .then((now) => isPartnerKnown(stage.api, partnerId, now))
        .catch(toCliError);
    answers.set(partnerId, answer);
    return answer;
  };
}

/** Checks whether a partner is registered. It asks for a decision about an example event, which changes nothing. */
export async function isPartnerKnown(api: Api, partnerId: string, now: Date): Promise<boolean> {
  const type = 'subscription.ingested';
  const data = { ...definitionOf(type)?.example, partnerId };
  try {
    await api.decide({
      specversion: '1.0',
      id: 'ops-asks',
      source: '/ops',
      type,
      time: now.toISOString(),
      data,
    });
    return true;
  } catch (error) {
    if (error instanceof CliError && error.code === 'unknown-partner') return false;
    throw error;
  }
}
