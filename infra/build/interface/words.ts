import * as z from 'zod';
import { RELATIONSHIP_STATUSES } from '../../../shared/case/relationship.ts';
import { ONBOARDING_STEPS } from '../../../shared/events/azure-onboarding.ts';
import { BILLINGS, CHANNELS, SCOPES } from '../../../shared/events/vocabulary.ts';

/*
 * The words that answers and outcomes are made of. TypeScript's unions are not there at run time, so they are listed again;
 * test/build/interface compares each with its type and with what the product really answers.
 */

/** An instant as we write it: UTC, RFC 3339. */
export const instant = () => z.iso.datetime().meta({ pattern: undefined });
export const tenantId = () => z.guid().meta({ pattern: undefined });
export const partnerId = () => z.string().regex(/^[A-Za-z0-9-]{1,64}$/);
export const subscriptionId = () => z.string();

export const scope = z.enum(SCOPES);
export const billing = z.enum(BILLINGS);
export const channel = z.enum(CHANNELS);
export const step = z.enum(ONBOARDING_STEPS);
export const path = z.enum(['new-subscription', 'switch-partner']);

export const relationshipStatus = z.enum(RELATIONSHIP_STATUSES);

export const subscriptionStatus = z.enum([
  'ended',
  'rejected',
  'not-applicable',
  'deferred',
  'not-permitted',
  'supported',
  'awaiting-approval',
  'onboarded',
  'onboarding',
  'ready-to-onboard',
]);
