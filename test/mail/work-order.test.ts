import { describe, expect, it } from 'vitest';
import { ONBOARDING_STEPS, type OnboardingStep } from '../../shared/events/azure-onboarding.ts';
import { columnsOf } from '../../shared/mail/render/layout.ts';
import type { WorkOrderView } from '../../shared/mail/render/views.ts';
import { renderWorkOrder } from '../../shared/mail/render/work-order.ts';
import { isLocale } from '../../shared/texts/choose-locale.ts';
import { traits } from '../../shared/texts/compiled.generated.ts';
import { today, workOrders } from '../screenshots/views.ts';

const flat = (text: string): string => text.replace(/\s+/g, ' ');

function order(step: OnboardingStep, chain?: WorkOrderView['chain']): WorkOrderView {
  const found = workOrders.find((each) => each.step === step && (!chain || each.chain === chain));
  if (!found) throw new Error(`no example of ${step}`);
  return found;
}

function said(view: WorkOrderView): string {
  return flat(renderWorkOrder(view, 'en').text);
}

describe.each(Object.keys(traits).filter(isLocale))('a work order in %s', (locale) => {
  it.each(workOrders.map((view) => [view.chain, view.step, view] as const))(
    'of %s says how to report %s done',
    (_, step, view) => {
      const { subject, html, text } = renderWorkOrder(view, locale);
      expect(subject).toContain('Fabrikam Bakeries Ltd');
      for (const body of [html, flat(text)]) {
        for (const each of ['azure-onboarding.step-completed', step, view.subscription.id]) {
          expect(body).toContain(each);
        }
      }
      for (const line of text.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(72);
    },
  );
});

describe('a work order', () => {
  it('exists for every step', () => {
    expect(new Set(workOrders.map(({ step }) => step))).toEqual(new Set(ONBOARDING_STEPS));
  });

  it.each([
    ['accept-customer-agreement', ['error 13605', 'first name, last name and mail address']],
    ['create-subscription', ['up to 15 minutes', 'MS-AZR-0145P', 'User management admin']],
    [
      'enter-details',
      ['by hand', 'United Kingdom (GB)', 'British English (en-GB)', 'contoso.onmicrosoft.com'],
    ],
    ['cancel-existing', ['Virtual Machines · Azure SQL Database', 'Partner Center cannot cancel it']],
    ['request-transfer', ['Subscriptions → Transfer requests → Add new request', 'northwind.example']],
    ['current-partner-accepts', ['within 30 days', 'clear inactive', 'August 31, 2026', 'transfer-expired']],
    ['confirm-transfer', ['3 days', 'the old partner keeps its own and you get none']],
    ['open-ticket', ['severity C', 'Ask for the ticket number']],
    ['sign-form', ['Change of Cloud Solution Provider', '1f0c5a5e-8d2b-4f6e-9a37-5d2f8c1b7e90']],
    ['submit-form', ['three signatures', 'within 8 business hours']],
    ['clean-up-roles', ['list the role assignments', 'Azure portal']],
  ] as const)('for %s has the facts and figures', (step, facts) => {
    for (const fact of facts) expect(said(order(step))).toContain(fact);
  });

  it('informs the current partner in writing, Microsoft too, for a legacy offer only', () => {
    expect(said(order('inform-current-partner', 'switch-azure-legacy'))).toContain('both in writing');
    expect(said(order('inform-current-partner', 'switch-azure-plan'))).toContain('Collect what the transfer');
  });

  it('cancels the whole, named services or nothing, as asked', () => {
    const view = order('cancel-existing');
    const asked = (retire: WorkOrderView['request']['retire']): string =>
      said({ ...view, request: { ...view.request, retire } });
    expect(asked({ scope: 'subscription' })).toContain('the whole old subscription cancelled');
    expect(asked({ scope: 'none' })).toContain('Nothing is to be cancelled');
    expect(asked({ scope: 'none' })).not.toContain('Partner Center cannot cancel');
    expect(asked({ scope: 'services' })).toContain('To be cancelled: not known to us');
  });

  it('says what is unknown about the current partner, and asks the partner to ask the customer', () => {
    const view = order('request-transfer');
    const text = said({ ...view, request: { ...view.request, currentPartner: undefined } });
    expect(text).toContain('Current partner: not known to us, please ask the customer');
    expect(text).toContain('Microsoft ID of the current partner: not known to us');
    expect(said(view)).not.toContain('not known to us');
  });

  it('fits the kind of partner: a reseller neither orders nor confirms, a provider names its reseller', () => {
    const as = (step: OnboardingStep, kind: 'indirect-reseller' | 'indirect-provider'): string =>
      said({ ...order(step), partner: { ...order(step).partner, kind } });
    expect(as('accept-customer-agreement', 'indirect-reseller')).toContain('you cannot confirm it');
    expect(as('create-subscription', 'indirect-reseller')).toContain(
      'your indirect provider places the order',
    );
    expect(as('request-transfer', 'indirect-provider')).toContain('the PartnerID of the reseller');
    expect(said(order('request-transfer'))).not.toContain('the PartnerID of the reseller');
  });

  it('asks for the new subscription’s ID where the report takes it, or shows it', () => {
    const view = order('confirm-transfer');
    expect(said(view)).toContain('newSubscriptionId: the ID of the new subscription');
    expect(said({ ...view, newSubscriptionId: 'a4c1340d' })).toContain('newSubscriptionId: a4c1340d');
    expect(said(order('request-transfer'))).not.toContain('newSubscriptionId');
  });

  it('says where the chain stands, and that the last step completes it', () => {
    expect(said(order('request-transfer'))).toContain('Step 2 of 4');
    expect(said(order('request-transfer'))).toContain('2. Send the transfer request (due now)');
    expect(said(order('request-transfer'))).toContain('The next step then becomes due');
    expect(said(order('confirm-transfer'))).toContain('The onboarding is then complete');
  });

  it('has a limit only if the step has one', () => {
    expect(said(order('request-transfer'))).not.toContain('transfer-expired');
    expect(said({ ...order('request-transfer'), dueBy: today })).toContain('August 1, 2026 at 9:30 AM UTC');
  });
});
