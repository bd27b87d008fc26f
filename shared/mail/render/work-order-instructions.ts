import { type Locale, onboardingTexts } from '../../texts/compiled.generated.ts';
import type { Phrase } from '../../texts/phrase.ts';
import { translate } from '../../texts/translate.ts';
import type { WorkOrderView } from './views.ts';

/** What to do in the step that is due, in order (domain 2.7, 3.1 to 3.4). */
export function instructions(view: WorkOrderView, locale: Locale): Phrase[] {
  const say = translate(locale, onboardingTexts);
  const customer = view.customer.name;
  const reseller = view.partner.kind === 'indirect-reseller';
  switch (view.step) {
    case 'accept-customer-agreement':
      return [
        say('do.agreement', { customer }),
        reseller ? say('do.agreement.reseller') : say('do.agreement.confirm'),
        say('do.agreement.first'),
      ];
    case 'create-subscription':
      return [
        reseller ? say('do.create.reseller') : say('do.create', { customer }),
        say('do.create.legacy'),
        say('do.create.visible'),
      ];
    case 'enter-details':
      return [say('do.details'), say('do.details.name'), say('do.details.move')];
    case 'cancel-existing': {
      const { scope } = view.request.retire;
      if (scope === 'none') return [say('do.cancel.none')];
      return [say('do.cancel.check', { customer }), say(`do.cancel.${scope}`), say('do.cancel.owner')];
    }
    case 'inform-current-partner':
      return [
        say('do.inform', { customer, email: [{ address: view.customer.contactEmail }] }),
        say(view.chain === 'switch-azure-legacy' ? 'do.inform.written' : 'do.inform.collect'),
      ];
    case 'request-transfer':
      return [
        say('do.request.first', { customer }),
        say('do.request', { customer }),
        say('do.request.send'),
        ...(view.partner.kind === 'indirect-provider' ? [say('do.request.reseller')] : []),
        say('do.request.cancel'),
      ];
    case 'current-partner-accepts':
      return [say('do.accept'), say('do.accept.inactive'), say('do.accept.expired')];
    case 'confirm-transfer':
      return [say('do.confirm'), say('do.confirm.id'), say('do.confirm.roles', { customer })];
    case 'open-ticket':
      return [say('do.ticket'), say('do.ticket.fields')];
    case 'sign-form':
      return [say('do.sign', { customer }), say('do.sign.you')];
    case 'submit-form':
      return [say('do.submit'), say('do.submit.answer')];
    case 'clean-up-roles':
      return [say('do.roles', { customer }), say('do.roles.remove'), say('do.roles.portal')];
  }
}
