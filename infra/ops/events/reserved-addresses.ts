import { UsageError } from '../errors.ts';
import type { Stage } from '../stage/stage.ts';
import type { CheckedEvent } from './check-events.ts';
import { valueAt } from './set-path.ts';

/** Fields of events that mails go to, or answers to mails. */
const MAILED = [
  'data.customer.contactEmail',
  'data.contactEmail',
  'data.supportEmail',
  'data.notificationsEmail',
] as const;

/** Domains that nobody can ever have (https://www.rfc-editor.org/rfc/rfc2606), and what is under them. */
const RESERVED = /[@.](?:example|test|invalid|localhost|example\.(?:com|net|org))\.?$/i;

/**
 * Makes sure that no mail leaves a deployed stage for an address that cannot be: there is nobody, and bounces are held
 * against the sender.
 * @throws UsageError that names what is to be set, never an address
 */
export function refuseReservedAddresses(
  events: readonly CheckedEvent[],
  { local }: Pick<Stage, 'local'>,
): void {
  if (local) return;
  const left = new Set(
    events.flatMap(({ value }) =>
      MAILED.filter((path) => {
        const address = valueAt(value, path);
        return typeof address === 'string' && RESERVED.test(address);
      }),
    ),
  );
  if (left.size === 0) return;
  const settings = [...left].map((path) => `--set ${path}=…`).join(' ');
  throw new UsageError(
    'Domains such as .example, .test and example.com are reserved (RFC 2606), so nobody has these addresses; a deployed stage would mail them.',
    `Give real ones: ${settings}. To try a stage out: success@simulator.amazonses.com, SES’s mailbox simulator.`,
  );
}
