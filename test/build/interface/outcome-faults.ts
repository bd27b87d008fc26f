import * as z from 'zod';
import { OUTCOMES, outcomeSchema } from '../../../infra/build/interface/outcomes.ts';
import { newAjv, tellsAllOf } from './schema-check.ts';

const envelope = newAjv().compile(outcomeSchema());
const data = new Map(Object.entries(OUTCOMES).map(([type, one]) => [type, tellsAllOf(one.data)]));
const typed = z.object({ type: z.string(), data: z.unknown() });

/** What of an outcome the AsyncAPI document does not say, or says otherwise. */
export function outcomeFaults(outcome: unknown): string[] {
  const value: unknown = JSON.parse(JSON.stringify(outcome));
  const faults = envelope(value) ? [] : (envelope.errors ?? []).map(({ message }) => `event ${message}`);
  const known = typed.safeParse(value);
  const check = known.data && data.get(known.data.type);
  return [...faults, ...(check ? check(known.data.data) : ['its type is not described'])];
}
