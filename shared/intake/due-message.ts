import * as z from 'zod/mini';
import { guid, partnerId } from '../events/fields.ts';
import type { TimePassed } from '../events/internal-events.ts';
import { RefusedInput } from '../runtime/errors.ts';

const message = z.object({ partnerId: partnerId(), tenantId: guid(), dueAt: z.string() });

/** A message on `due-cases`: the case, and the time since when it is due. */
export type DueMessage = z.output<typeof message>;

/** Parses a message of `due-cases`. Only the function `due-work` sends them. */
export function parseDueMessage(body: string): TimePassed | RefusedInput {
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
    return new RefusedInput('invalid-data', 'not a case that is due');
  }
}
