import * as z from 'zod/mini';
import { email, guid, maybe, name, partnerId, subscriptionId } from './fields.ts';
import { ROLES } from './kinds.ts';

/** Whose case an event belongs to; every `data` but `partner.registered`'s has it (contract §2). */
export const caseOf = { partnerId: partnerId(), customer: z.object({ tenantId: guid() }) };

/** The same for events about one subscription. */
export const subscriptionOf = { ...caseOf, subscriptionId: subscriptionId() };

/** Who, at the partner, asks for something, and in which role (R3). */
export const requester = z.object({ role: z.enum(ROLES), name: maybe(name()), email: maybe(email()) });
