import * as z from 'zod/mini';
import { faultLine, faultsOf } from '../../events/faults.ts';
import { MAIL_KINDS } from '../../events/vocabulary.ts';
import type { MailCommand } from '../../process/effects.ts';
import { RefusedInput } from '../../runtime/errors.ts';

const id = () => z.string().check(z.regex(/^[A-Za-z0-9_.-]{1,128}$/, 'must be an id'));

const command = z.object({
  mailId: id(),
  kind: z.enum(MAIL_KINDS),
  partnerId: id(),
  tenantId: id(),
  invitationId: z.nullable(id()),
  about: z.object({
    answer: z.optional(z.string()),
    scope: z.optional(z.nullable(z.string())),
    at: z.string(),
    reminder: z.optional(z.int()),
    subscriptionId: z.optional(z.string()),
    step: z.optional(z.string()),
  }),
  /** The customer's generation, by its name in messages. */
  life: z.optional(z.int()),
  causationid: z.string(),
  extensions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

/**
 * Parses a message of the queue `mail`.
 * @throws RefusedInput when it is not a mail command; only our own functions write to the queue
 */
export function parseMailCommand(body: string): MailCommand {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new RefusedInput('not-json', 'mail command must be JSON');
  }
  const parsed = z.safeParse(command, value, { reportInput: true });
  if (!parsed.success) throw new RefusedInput('invalid-data', faultLine(faultsOf(parsed.error.issues)));
  const { about, life, ...rest } = parsed.data;
  const { answer, scope, reminder, subscriptionId, step } = about;
  return {
    ...rest,
    ...(life !== undefined && { generation: life }),
    about: {
      at: about.at,
      ...(answer !== undefined && { answer }),
      ...(scope !== undefined && { scope }),
      ...(reminder !== undefined && { reminder }),
      ...(subscriptionId !== undefined && { subscriptionId }),
      ...(step !== undefined && { step }),
    },
  };
}
