import type { Case, Partner } from '../../case/case.ts';
import { isSuppressed } from '../../case/case.ts';
import { isOfEarlierGeneration } from '../../case/erasure.ts';
import type { MailCommand } from '../../process/effects.ts';
import { composeInvitation, composeReceipt } from './compose-invitation.ts';
import { composeNotice } from './compose-notice.ts';
import { composeLetter, composeWorkOrder } from './compose-onboarding.ts';
import type { ComposeDependencies, ComposedMail, NotSent } from './composed.ts';

/** Composes the mail an order asks for from the case as it is now. Names and addresses come from the case, not the queue. */
export function composeMail(
  order: MailCommand,
  of: Case,
  partner: Partner,
  world: ComposeDependencies,
): ComposedMail | NotSent {
  if (partner.muted.includes(order.kind)) return 'muted';
  // Ordered before the customer was erased: there is nothing to tell of any more, and nobody to tell it.
  if (isOfEarlierGeneration(of, order)) return 'customer-erased';
  const mail = compose(order, of, partner, world);
  // Not again to an address that bounced or complained, until somebody gives another.
  return typeof mail !== 'string' && isSuppressed(of, mail.to) ? 'suppressed' : mail;
}

function compose(
  order: MailCommand,
  of: Case,
  partner: Partner,
  world: ComposeDependencies,
): ComposedMail | NotSent {
  switch (order.kind) {
    case 'invitation':
    case 'reminder':
      return composeInvitation(order, of, partner, world);
    case 'receipt':
      return composeReceipt(order, of, partner);
    case 'notice':
      return composeNotice(order, of, partner);
    case 'inform-current-partner':
      return composeLetter(order, of, partner);
    case 'work-order':
      return composeWorkOrder(order, of, partner);
  }
}
