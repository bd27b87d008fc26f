import type { Law } from '../law.ts';
import type { Calls } from './calls.ts';
import { functionLaws } from './functions.ts';
import { httpLaws } from './http-api.ts';
import { leastPrivilege } from './least-privilege.ts';
import { mailLaws } from './mail.ts';
import { mappingLaws } from './mappings.ts';
import { outcomeLaws } from './outcomes.ts';
import { policyLaws } from './policies.ts';
import { queueLaws } from './queues.ts';
import { roleLaws } from './roles.ts';
import { storageLaws } from './storage.ts';

/** Every law about what is deployed, but for watching. `calls` are derived from the code. */
export function stageLaws(calls: Calls): readonly Law[] {
  return [
    ...queueLaws,
    ...mappingLaws,
    ...storageLaws,
    ...mailLaws,
    ...policyLaws,
    ...roleLaws,
    ...leastPrivilege(calls),
    ...functionLaws,
    ...httpLaws,
    ...outcomeLaws,
  ];
}
