import { ANSWERS } from '../../../infra/build/interface/openapi.ts';
import { tellsAllOf } from './schema-check.ts';

const checks = new Map(Object.entries(ANSWERS).map(([name, schema]) => [name, tellsAllOf(schema)]));

/** What of an answer the OpenAPI document does not say, or says otherwise. @param name of its schema: `CaseFile` */
export function answerFaults(name: string, answer: unknown): string[] {
  const check = checks.get(name);
  if (!check) throw new Error(`The OpenAPI document has no schema ${name}`);
  return check(answer);
}
