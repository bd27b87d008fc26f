import type { PageView } from '../../shared/page/views.ts';
import { ask, done, microsoftLink } from '../screenshots/views.ts';

/** Every state of the approval page, by name, with the status the contract gives it. */
export const states: readonly { readonly name: string; readonly status: number; readonly view: PageView }[] =
  [
    { name: 'ask', status: 200, view: ask },
    { name: 'ask-again', status: 200, view: { ...ask, again: 'expired', scope: 'reseller-only' } },
    { name: 'ask-reference', status: 200, view: { ...ask, needsReference: true } },
    { name: 'ask-wrong-reference', status: 200, view: { ...ask, needsReference: true, again: 'reference' } },
    { name: 'ask-too-fast', status: 200, view: { ...ask, again: 'fast' } },
    { name: 'approved', status: 200, view: done },
    { name: 'consented', status: 200, view: { ...done, microsoftLink } },
    { name: 'declined', status: 200, view: { ...done, decision: 'declined' } },
    { name: 'approved-second', status: 200, view: { ...done, isSecondAnswer: true } },
    {
      name: 'declined-second',
      status: 200,
      view: { ...done, decision: 'declined', isSecondAnswer: true },
    },
    { name: 'expired', status: 410, view: { kind: 'expired', partner: ask.partner } },
    { name: 'expired-unnamed', status: 410, view: { kind: 'expired' } },
    { name: 'replaced', status: 410, view: { kind: 'replaced' } },
    { name: 'unknown', status: 404, view: { kind: 'unknown' } },
    { name: 'unavailable', status: 503, view: { kind: 'unavailable' } },
    { name: 'invalid', status: 400, view: { kind: 'invalid' } },
  ];
