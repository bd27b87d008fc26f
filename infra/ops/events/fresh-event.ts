import { randomUUID } from 'node:crypto';
import { CATALOGUE, definitionOf, type EventType, type InputOf } from '../../../shared/events/catalogue.ts';
import { UsageError } from '../errors.ts';
import { nearest } from '../terminal/words.ts';

/** An event as it is sent. */
export interface FreshEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: EventType;
  readonly time: string;
  readonly data: unknown;
}

/** An event of this moment, from whoever operates the stage. */
export function freshEvent<Type extends EventType>(type: Type, data: InputOf<Type>, now: Date): FreshEvent {
  return eventNow(type, data, now);
}

/**
 * The catalogue's example of a type, happening now. Not whose tenant at Microsoft a partner is: links of another partner would
 * give the example's the administration of its customers.
 * @throws UsageError for a type that the catalogue does not have
 */
export function exampleEvent(type: string, now: Date): FreshEvent {
  const { type: known, example } = definitionNamed(type);
  // A copy: what is set in it must not change the catalogue.
  const data: object = structuredClone(example);
  if ('microsoft' in data) delete data.microsoft;
  return eventNow(known, data, now);
}

/** An event of a type, happening now, that tells nothing yet. @throws UsageError as {@link exampleEvent} */
export function emptyEvent(type: string, now: Date): FreshEvent {
  return eventNow(definitionNamed(type).type, {}, now);
}

function eventNow(type: EventType, data: unknown, now: Date): FreshEvent {
  return {
    specversion: '1.0',
    id: `ops-${randomUUID()}`,
    source: '/ops',
    type,
    time: now.toISOString(),
    data,
  };
}

function definitionNamed(type: string) {
  const definition = definitionOf(type);
  if (definition) return definition;
  const types = CATALOGUE.map((one) => one.type);
  const [found] = nearest(type, types);
  throw new UsageError(
    `There is no event type ${type}.`,
    found === undefined ? `There are ${types.join(', ')}.` : `Did you mean ${found}?`,
  );
}
