import * as z from 'zod';
import { OUTCOMES, outcomeSchema } from '../../../infra/build/interface/outcome-schemas.ts';
import { exactCheck, newAjv } from './schema-check.ts';

const envelope = newAjv().compile(outcomeSchema());
const data = new Map(Object.entries(OUTCOMES).map(([type, one]) => [type, exactCheck(one.data)]));
const typed = z.object({ type: z.string(), data: z.unknown() });

/** Lists how an outcome differs from the AsyncAPI document. */
export function outcomeFaults(outcome: unknown): string[] {
  const value: unknown = JSON.parse(JSON.stringify(outcome));
  const faults = envelope(value) ? [] : (envelope.errors ?? []).map(({ message }) => `event ${message}`);
  const known = typed.safeParse(value);
  const check = known.data && data.get(known.data.type);
  return [...faults, ...(check ? check(known.data.data) : ['its type is not described'])];
}
