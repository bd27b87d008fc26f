import { randomUUID } from 'node:crypto';
import { CATALOGUE, definitionOf, type EventType, type InputOf } from '../../../shared/events/catalogue.ts';
import { UsageError } from '../errors.ts';
import { nearest } from '../terminal/words.ts';

/** An event to send. */
export interface FreshEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: EventType;
  readonly time: string;
  readonly data: unknown;
}

/** Creates an event that happens now, with a new id and the source `/ops`. */
export function freshEvent<Type extends EventType>(type: Type, data: InputOf<Type>, now: Date): FreshEvent {
  return eventNow(type, data, now);
}

/**
 * Creates an event from the catalogue's example of a type. It leaves out the Microsoft tenant of a partner: with it, links of
 * another partner would give the example's tenant administrator access to customers.
 * @throws UsageError for an unknown type
 */
export function exampleEvent(type: string, now: Date): FreshEvent {
  const { type: known, example } = definitionNamed(type);
  // A copy, because settings change it.
  const data: object = structuredClone(example);
  if ('microsoft' in data) delete data.microsoft;
  return eventNow(known, data, now);
}

/** Creates an event with empty data. @throws UsageError for an unknown type */
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
    found === undefined ? `The types are ${types.join(', ')}.` : `Did you mean ${found}?`,
  );
}
