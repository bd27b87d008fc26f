import * as z from 'zod/mini';
import { guid, partnerId } from '../../../shared/events/fields.ts';
import type { Call } from '../command.ts';
import { UsageError } from '../errors.ts';
import type { CaseKey } from '../stage/api.ts';

/** The case that a command line names by partner and tenant. @throws UsageError */
export function parseCaseKey({ positionals: [partner, tenant] }: Call): CaseKey {
  const knownPartner = z.safeParse(partnerId(), partner);
  if (!knownPartner.success) {
    throw new UsageError(`${partner} cannot be a partner id: 1 to 64 letters, digits or dashes.`);
  }
  const knownTenant = z.safeParse(guid(), tenant);
  if (!knownTenant.success) throw new UsageError(`${tenant} cannot be a customer’s tenant id: it is a GUID.`);
  return { partnerId: knownPartner.data, tenantId: knownTenant.data };
}
