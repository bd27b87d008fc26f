import { RESPONSE_SCHEMAS } from '../../../infra/build/interface/openapi.ts';
import { exactCheck } from './schema-check.ts';

const checks = new Map(Object.entries(RESPONSE_SCHEMAS).map(([name, schema]) => [name, exactCheck(schema)]));

/** Lists how a response differs from the OpenAPI document. @param name the name of its schema: `CaseFile` */
export function responseFaults(name: string, response: unknown): string[] {
  const check = checks.get(name);
  if (!check) throw new Error(`The OpenAPI document has no schema ${name}`);
  return check(response);
}
