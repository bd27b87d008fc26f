import type { AwsCalls } from './aws-calls.ts';
import { functionInvariants } from './functions.ts';
import { httpApiInvariants } from './http-api.ts';
import type { Invariant } from './invariant.ts';
import { mailInvariants } from './mail.ts';
import { outcomePipeInvariants } from './outcome-pipe.ts';
import { mappingInvariants, queueInvariants } from './queues.ts';
import { resourcePolicyInvariants } from './resource-policies.ts';
import { leastPrivilegeInvariants, roleInvariants } from './roles.ts';
import { storageInvariants } from './storage.ts';

/** All invariants except those of the monitoring. `calls` come from the code. */
export function stageInvariants(calls: AwsCalls): readonly Invariant[] {
  return [
    ...queueInvariants,
    ...mappingInvariants,
    ...storageInvariants,
    ...mailInvariants,
    ...resourcePolicyInvariants,
    ...roleInvariants,
    ...leastPrivilegeInvariants(calls),
    ...functionInvariants,
    ...httpApiInvariants,
    ...outcomePipeInvariants,
  ];
}
