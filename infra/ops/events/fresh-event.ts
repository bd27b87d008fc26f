import { randomUUID } from 'node:crypto';
import { CATALOGUE, definitionOf, type EventType, type InputOf } from '../../../shared/events/catalogue.ts';
import { nearest } from '../terminal/words.ts';
import { UsageTrouble } from '../trouble.ts';

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
  return {
    specversion: '1.0',
    id: `ops-${randomUUID()}`,
    source: '/ops',
    type,
    time: now.toISOString(),
    data,
  };
}

/** The catalogue's example of a type, happening now. @throws UsageTrouble for a type that the catalogue does not have */
export function exampleEvent(type: string, now: Date): FreshEvent {
  const definition = definitionOf(type);
  if (definition) {
    // A copy: what is set in it must not change the catalogue.
    const data: unknown = structuredClone(definition.example);
    const { type: known } = definition;
    return {
      specversion: '1.0',
      id: `ops-${randomUUID()}`,
      source: '/ops',
      type: known,
      time: now.toISOString(),
      data,
    };
  }
  const types = CATALOGUE.map((one) => one.type);
  const [found] = nearest(type, types);
  throw new UsageTrouble(
    `There is no event type ${type}.`,
    found === undefined ? `There are ${types.join(', ')}.` : `Did you mean ${found}?`,
  );
}
