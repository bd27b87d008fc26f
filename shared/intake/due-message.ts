import * as z from 'zod/mini';
import { guid, partnerId } from '../events/fields.ts';
import type { CaseDue } from '../process/noticed.ts';
import { Refused } from '../runtime/errors.ts';

const message = z.object({ partnerId: partnerId(), tenantId: guid(), dueAt: z.string() });

/** A message on `due-cases`: the case, and since when something is due. */
export type DueMessage = z.output<typeof message>;

/** Reads a message of `due-cases`; only `due-work` writes there. */
export function parseDue(body: string): CaseDue | Refused {
  try {
    const { partnerId: partner, tenantId, dueAt } = z.parse(message, JSON.parse(body));
    return {
      id: `${tenantId}-${dueAt}`,
      source: `/multichannel-support/${partner}/clock`,
      type: 'time.passed',
      time: dueAt,
      data: { partnerId: partner, customer: { tenantId }, dueAt },
      extensions: {},
    };
  } catch {
    return new Refused('invalid-data', 'not a case that is due');
  }
}
