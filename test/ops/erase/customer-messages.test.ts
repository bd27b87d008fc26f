import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { belongsToCustomer, type CustomerIdentifiers } from '../../../infra/ops/erase/customer-messages.ts';
import { runCaptured } from '../run-captured.ts';

const ADDRESS = 'robin@fabrikam.example';
const customer: CustomerIdentifiers = {
  partnerId: 'contoso',
  tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039',
  mailIds: new Set(['i1-invitation']),
  addresses: [ADDRESS],
};
const isTheirs = (body: string, queue = 'subscription-events') =>
  belongsToCustomer(customer, queue, { body });
const notification = (mailId: string | undefined, address: string) =>
  JSON.stringify({
    eventType: 'Bounce',
    mail: {
      messageId: 'x',
      ...(mailId !== undefined && { tags: { mailId: [mailId] } }),
      destination: [address],
    },
  });

describe('a message that cannot be parsed', () => {
  it.each([
    ['in plain text', `{"broken": "${ADDRESS}"`],
    ['in capitals', `{"broken": "${ADDRESS.toUpperCase()}"`],
    ['with a JSON escape', '{"broken": "robin\\u0040fabrikam.example"'],
    ['in a message in a message', '"{\\"broken\\": \\"robin\\\\u0040fabrikam.example\\""'],
    ['percent-encoded', '{"broken": "/users/robin%40fabrikam.example/mail"'],
    ['percent-encoded twice', '{"broken": "https://x.example/?next=%2Fu%3Frobin%2540fabrikam.example"'],
    ['after an escaped line feed', '{"broken": "To:\\nrobin@fabrikam.example"'],
    ['at the end of a sentence', 'mail went to robin@fabrikam.example.'],
  ])('belongs to the customer if it contains the address %s', (_, body) => {
    expect(isTheirs(body)).toBe(true);
  });

  it.each([
    ['only ends with the customer’s', 'chris.robin@fabrikam.example'],
    ['only begins with the customer’s', 'robin@fabrikam.example.org'],
    ['is similar', 'robin@fabrikamxexample'],
  ])('does not belong to the customer if its address %s', (_, other) => {
    expect(isTheirs(`{"broken": "${other}"`)).toBe(false);
  });

  it('does not belong to the customer if it names another partner', () => {
    expect(isTheirs(JSON.stringify({ data: { partnerId: 'northwind', contactEmail: ADDRESS } }))).toBe(false);
  });

  it('belongs to the customer if it contains the tenant id, in any encoding', () => {
    expect(isTheirs(`{"broken": "${customer.tenantId.toUpperCase()}"`)).toBe(true);
    expect(isTheirs(`{"broken": "${customer.tenantId.replaceAll('-', '%2D')}"`)).toBe(true);
  });
});

describe('a notification of SES', () => {
  it('belongs to the customer if its mail does, with any address', () => {
    expect(isTheirs(notification('i1-invitation', 'other@fabrikam.example'), 'mail-feedback')).toBe(true);
  });

  it('of a mail of another case does not, although the address is the same', () => {
    expect(isTheirs(notification('i2-invitation', ADDRESS), 'mail-feedback')).toBe(false);
  });

  it('without a mail id belongs by the address', () => {
    expect(isTheirs(notification(undefined, ADDRESS), 'mail-feedback')).toBe(true);
    expect(isTheirs(notification(undefined, 'other@fabrikam.example'), 'mail-feedback')).toBe(false);
  });
});

const folder = mkdtempSync(join(tmpdir(), 'multichannel-erase-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ['robin@fabrikam.example\nRobin Fisher\n', 'Line 2 is no mail address.'],
  ['\n \n', 'The file contains no mail address.'],
])('--email-file: an error does not contain the line', async (text, problem) => {
  const file = join(folder, 'addresses');
  writeFileSync(file, text);
  const tenantId = '4b2a6e33-8791-4386-bd2b-0d55baf25039';
  const { code, err } = await runCaptured(['erase', 'contoso', tenantId, '--email-file', file, '--yes']);
  expect([code, err.replace(/\s+/g, ' ')]).toEqual([1, expect.stringContaining(problem)]);
  expect(err).not.toMatch(/Robin/i);
});
