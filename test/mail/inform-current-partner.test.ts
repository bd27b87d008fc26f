import { describe, expect, it } from 'vitest';
import { renderInformCurrentPartner } from '../../shared/mail/render/inform-current-partner.ts';
import { columnsOf } from '../../shared/mail/render/layout.ts';
import { isLocale } from '../../shared/texts/choose-locale.ts';
import { traits } from '../../shared/texts/compiled.generated.ts';
import { informCurrentPartner as view } from '../screenshots/views.ts';

const flat = (text: string): string => text.replace(/\s+/g, ' ');

/** What stands between the two cut lines of the plain text. */
function letterIn(text: string): string {
  const [, letter = ''] = text.split(/^(?:- )+-$/m);
  return flat(letter);
}

describe.each(Object.keys(traits).filter(isLocale))('the letter to the current partner in %s', (locale) => {
  const plan = renderInformCurrentPartner(view, locale);
  const legacy = renderInformCurrentPartner({ ...view, offer: 'legacy' }, locale);

  it('has every fact that the current partner needs, in both bodies', () => {
    const facts = [
      ...['Northwind Resale', 'Fabrikam Bakeries Ltd', 'Dana Whitfield', 'Azure production (web shop)'],
      ...[view.subscription.id, view.customer.tenantId, 'Contoso Cloud Services', 'support@contoso.example'],
      ...['1f0c5a5e-8d2b-4f6e-9a37-5d2f8c1b7e90', '4847383'],
    ];
    for (const { html, text } of [plan, legacy]) {
      for (const fact of facts) {
        expect(letterIn(text)).toContain(fact);
        expect(html).toContain(fact);
      }
    }
  });

  it('says 30 days for a transfer request, and what the ticket and the form need for a legacy offer', () => {
    expect(letterIn(plan.text)).toContain('30');
    expect(letterIn(plan.text)).not.toContain('Change of Cloud Solution Provider');
    expect(letterIn(legacy.text)).toContain('Change of Cloud Solution Provider');
    expect(letterIn(legacy.text)).not.toContain('30');
  });

  it('is set off once, in lines of at most 72 columns', () => {
    expect(plan.html.match(/class="letter"/g)).toHaveLength(1);
    expect(plan.text.match(/^(- )+-$/gm)).toHaveLength(2);
    for (const line of `${plan.text}${legacy.text}`.split('\n'))
      expect(columnsOf(line)).toBeLessThanOrEqual(72);
  });
});

describe('the mail around the letter', () => {
  const says = (text: string): string => flat(text);

  it('asks for what identifies the current partner only where that is not known and needed', () => {
    const ask = 'Find out the company name and the Microsoft ID or domain';
    const { currentPartner, ...unknown } = view;
    expect(says(renderInformCurrentPartner(view, 'en').text)).not.toContain(ask);
    expect(says(renderInformCurrentPartner(unknown, 'en').text)).toContain(ask);
    const named = { ...view, currentPartner: { name: 'Northwind Resale' } };
    expect(says(renderInformCurrentPartner(named, 'en').text)).toContain(ask);
    expect(says(renderInformCurrentPartner({ ...unknown, offer: 'legacy' }, 'en').text)).not.toContain(ask);
  });

  it('reads well without names of contact and current partner, and without the partner’s numbers', () => {
    const { text } = renderInformCurrentPartner(
      {
        ...view,
        partner: { name: 'Contoso', supportEmail: 'support@contoso.example' },
        customer: { name: 'Fabrikam', tenantId: view.customer.tenantId },
        currentPartner: undefined,
      },
      'en',
    );
    expect(text).toContain('Hello,');
    expect(letterIn(text)).toContain('Dear Sir or Madam,');
    expect(letterIn(text)).toMatch(/Kind regards Fabrikam $/);
    expect(letterIn(text)).not.toMatch(/PartnerID|Microsoft ID of the new partner/);
  });

  it('asks to inform Microsoft in writing for a legacy offer, and mentions the access that stays', () => {
    const { text } = renderInformCurrentPartner({ ...view, offer: 'legacy' }, 'en');
    expect(says(text)).toContain('Inform Microsoft in writing as well.');
    expect(says(text)).toContain('keeps its access until its role assignments are removed');
  });
});
