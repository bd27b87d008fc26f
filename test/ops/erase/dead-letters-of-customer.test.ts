import { describe, expect, it } from 'vitest';
import type { CustomerIdentifiers } from '../../../infra/ops/erase/customer-identifiers.ts';
import { belongsToCustomer } from '../../../infra/ops/erase/dead-letters-of-customer.ts';

const ADDRESS = 'robin@fabrikam.example';
const traces: CustomerIdentifiers = {
  partnerId: 'contoso',
  tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039',
  mailIds: new Set(['i1-invitation']),
  addresses: [ADDRESS],
};
const isTheirs = (body: string, queue = 'subscription-events') => belongsToCustomer(traces, queue, { body });
const notice = (mailId: string | undefined, address: string) =>
  JSON.stringify({
    eventType: 'Bounce',
    mail: {
      messageId: 'x',
      ...(mailId !== undefined && { tags: { mailId: [mailId] } }),
      destination: [address],
    },
  });

describe('a message that cannot be read', () => {
  it.each([
    ['as it is', `{"broken": "${ADDRESS}"`],
    ['in capitals', `{"broken": "${ADDRESS.toUpperCase()}"`],
    ['with a JSON escape', '{"broken": "robin\\u0040fabrikam.example"'],
    ['in a message in a message', '"{\\"broken\\": \\"robin\\\\u0040fabrikam.example\\""'],
    ['percent-encoded', '{"broken": "/users/robin%40fabrikam.example/mail"'],
    ['percent-encoded twice', '{"broken": "https://x.example/?next=%2Fu%3Frobin%2540fabrikam.example"'],
    ['after a line feed that is written out', '{"broken": "To:\\nrobin@fabrikam.example"'],
    ['at the end of a sentence', 'mail went to robin@fabrikam.example.'],
  ])('is the customer’s if it holds the address, %s', (_, body) => {
    expect(isTheirs(body)).toBe(true);
  });

  it.each([
    ['ends with it', 'chris.robin@fabrikam.example'],
    ['begins with it', 'robin@fabrikam.example.org'],
    ['is like it', 'robin@fabrikamxexample'],
  ])('is not when an address %s', (_, other) => {
    expect(isTheirs(`{"broken": "${other}"`)).toBe(false);
  });

  it('is not when it says that it is another partner’s', () => {
    expect(isTheirs(JSON.stringify({ data: { partnerId: 'northwind', contactEmail: ADDRESS } }))).toBe(false);
  });

  it('is when it names the tenant, however written', () => {
    expect(isTheirs(`{"broken": "${traces.tenantId.toUpperCase()}"`)).toBe(true);
    expect(isTheirs(`{"broken": "${traces.tenantId.replaceAll('-', '%2D')}"`)).toBe(true);
  });
});

describe('a notice of SES', () => {
  it('is the customer’s if its mail is, whatever the address', () => {
    expect(isTheirs(notice('i1-invitation', 'other@fabrikam.example'), 'mail-feedback')).toBe(true);
  });

  it('of a mail of another case stays, though the address is the same', () => {
    expect(isTheirs(notice('i2-invitation', ADDRESS), 'mail-feedback')).toBe(false);
  });

  it('that names no mail is known by the address', () => {
    expect(isTheirs(notice(undefined, ADDRESS), 'mail-feedback')).toBe(true);
    expect(isTheirs(notice(undefined, 'other@fabrikam.example'), 'mail-feedback')).toBe(false);
  });
});
