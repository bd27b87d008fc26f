import { describe, expect, it } from 'vitest';
import { renderNotice } from '../../shared/mail/render/notice.ts';
import { renderReceipt } from '../../shared/mail/render/receipt.ts';
import { microsoftLink, notice, receipt } from '../screenshots/views.ts';

const flat = (text: string): string => text.replace(/\s+/g, ' ');

describe('a receipt', () => {
  it('of an approval says what was agreed and how to withdraw', () => {
    const { subject, text, html } = renderReceipt(receipt, 'en');
    expect(subject).toBe('You approved the request of Contoso Cloud Services');
    for (const body of [text, html]) expect(flat(body)).toContain('Remove roles');
    expect(flat(text)).toContain('Reseller relationship with delegated administration');
    expect(text).toContain('Decided: August 1, 2026 at 9:30 AM UTC');
  });

  it('contains Microsoft’s link if Microsoft’s own acceptance is still missing', () => {
    const { text, html } = renderReceipt({ ...receipt, microsoftLink }, 'en');
    expect(text.split('\n')).toContain(microsoftLink);
    expect(html).toContain(`href="${microsoftLink.replaceAll('&', '&#38;')}"`);
    expect(text).not.toContain('has your permission');
  });

  it('of a decline says that nothing changes', () => {
    const { subject, text } = renderReceipt({ ...receipt, decision: 'declined', microsoftLink }, 'en');
    expect(subject).toBe('You declined the request of Contoso Cloud Services');
    expect(flat(text)).toContain('nothing changes for Fabrikam Bakeries Ltd');
    expect(text).not.toContain(microsoftLink);
  });
});

describe('a notice', () => {
  it.each([
    ['approved', 'Fabrikam Bakeries Ltd approved your request'],
    ['consented', 'Fabrikam Bakeries Ltd said yes; Microsoft’s acceptance is next'],
    ['declined', 'Fabrikam Bakeries Ltd declined your request'],
    ['expired', 'Fabrikam Bakeries Ltd did not answer your request'],
    ['undeliverable', 'Our mail to Fabrikam Bakeries Ltd could not be delivered'],
    ['removed', 'The relationship with Fabrikam Bakeries Ltd was removed'],
  ] as const)('of %s has the subject “%s” and names the tenant', (outcome, subject) => {
    const mail = renderNotice({ ...notice, outcome }, 'en');
    expect(mail.subject).toBe(subject);
    expect(mail.text).toContain(`Tenant ID: ${notice.customer.tenantId}`);
  });

  it('quotes the customer’s comment line by line', () => {
    const { text, html } = renderNotice(notice, 'en');
    expect(text).toContain('> Thank you, but we are closing this tenant in autumn.\n> Please call Dana');
    expect(html).toContain('autumn.</bdi><br><bdi>Please call Dana');
  });

  it('without a comment or scope has no empty places', () => {
    const { text } = renderNotice({ ...notice, comment: ' \n ', scope: undefined }, 'en');
    expect(text).not.toContain('comment');
    expect(text).not.toContain('Permission');
  });
});
