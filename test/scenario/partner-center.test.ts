import { randomUUID, sign } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type CertificateHost,
  startCertificateHost,
} from '../../infra/local/partner-center/certificate-host.ts';
import {
  authority,
  type IssuedCertificate,
  issueCertificate,
} from '../../infra/local/partner-center/certificates.ts';
import { responseFaults } from '../build/interface/response-faults.ts';
import { newCustomer } from '../fixtures/events.ts';
import { buildTemplates } from './global-setup.ts';
import { assertDocumented, type Scenario, startScenario } from './scenario.ts';

let host: CertificateHost;
let folder: string;
let signer: IssuedCertificate;
let s: Scenario;
beforeAll(async () => {
  host = await startCertificateHost();
  const root = authority({ organization: 'Microsoft Corporation', commonName: 'Root' });
  signer = issueCertificate({ name: { commonName: 'signer.example' }, issuer: root });
  host.serve('/signer.cer', signer.der);
  const partnerCenter = {
    certificateHosts: [host.host],
    rootCertificate: root.pem,
    subject: 'signer.example',
    tlsCa: host.tlsCa,
  };
  const built = await buildTemplates({ partnerCenter });
  folder = built.folder;
  s = await startScenario({ templates: built.templates });
});
afterAll(async () => {
  await s?.stack.close();
  await host?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const signed = (body: string) =>
  `Signature ${sign('sha256', Buffer.from(body), signer.key).toString('base64')}`;

/** Posts a body as Partner Center does. */
async function post(body: string, authorization = signed(body), more: Record<string, string> = {}) {
  const headers = {
    'content-type': 'application/json',
    authorization,
    'x-ms-certificate-url': `https://${host.host}/signer.cer`,
    'x-ms-signature-algorithm': 'rsa-sha256',
    ...more,
  };
  const response = await fetch(`${s.stack.api}/webhooks/partner-center`, { method: 'POST', headers, body });
  const answer: unknown = assertDocumented(await response.json(), (one) =>
    responseFaults(response.ok ? 'Delivered' : 'Problem', one),
  );
  await s.stack.idle();
  return { status: response.status, answer };
}

/** A partner of a Microsoft tenant with a customer, and the body of a delivery of Partner Center about them. */
async function partnership() {
  const tenantId = randomUUID();
  const { partnerId } = await s.registerPartner({ microsoft: { tenantId } });
  const customer = newCustomer(partnerId);
  const deliveryOf = (EventName: string) =>
    JSON.stringify({
      EventName,
      ResourceUri: null,
      AuditUri: `https://api.partnercenter.microsoft.com/auditactivity/v1/auditrecords/${tenantId}_${customer.tenantId}_${EventName.replaceAll('-', '')}_638331855840159088`,
      ResourceChangeUtcDate: s.stack.clock.now().toISOString().replace('Z', '1234+00:00'),
    });
  return { customer, deliveryOf };
}

/** A customer's licence, which waits for approval. */
async function waiting() {
  const { customer, deliveryOf } = await partnership();
  const licence = s.events.ingested(customer);
  await s.publishAndWait(licence);
  const subscriptionId = licence.data.subscription.id;
  const approved = deliveryOf('dap-admin-relationship-approved');
  return { customer, approved, status: async () => (await s.decisionOf(customer, subscriptionId)).status };
}

it('an approval by Microsoft makes a licence supported once, also when it is delivered again', async () => {
  const { customer, approved, status } = await waiting();
  expect(await status()).toBe('awaiting-approval');
  expect(await post(approved)).toEqual({ status: 200, answer: { result: 'queued' } });
  expect(await status()).toBe('supported');
  const once = await s.caseFile(customer);
  expect(once.relationship).toMatchObject({ status: 'active', scope: 'delegated-admin' });
  expect(once.timeline[0]).toMatchObject({ type: 'relationship.approved', result: 'applied' });
  expect(await post(approved)).toMatchObject({ status: 200 });
  expect(
    await post(approved, signed(approved), { 'content-type': 'application/octet-stream' }),
  ).toMatchObject({
    status: 200,
  });
  expect(await s.caseFile(customer)).toEqual(once);
});

it('a changed or unsigned body is refused with 401 and changes nothing', async () => {
  const { customer, approved, status } = await waiting();
  const before = await s.caseFile(customer);
  const changed = approved.replace('dap', 'Dap');
  const refused = { status: 401, answer: { code: 'unverified' } };
  expect(await post(changed, signed(approved))).toMatchObject(refused);
  expect(await post(approved, '')).toMatchObject(refused);
  const elsewhere = { 'x-ms-certificate-url': `https://localhost/signer.cer` };
  expect(await post(approved, signed(approved), elsewhere)).toMatchObject(refused);
  expect([await status(), await s.caseFile(customer)]).toEqual(['awaiting-approval', before]);
});

it('a completed transfer onboards its subscription, also when its acceptance was not reported', async () => {
  const { customer, deliveryOf } = await partnership();
  const azure = s.events.ingested(customer, { name: 'Azure', billing: 'usage-based', channel: 'csp' });
  const { id } = azure.data.subscription;
  await s.publishAndWait(azure);
  await s.publishAndWait(s.events.approved(customer));
  await s.publishAndWait(s.events.onboarding(customer, id));
  const of = { partnerId: customer.partnerId, customer: { tenantId: customer.tenantId } };
  for (const step of ['inform-current-partner', 'request-transfer'] as const)
    await s.publishAndWait(
      s.events.make('azure-onboarding.step-completed', { ...of, subscriptionId: id, step }),
    );
  expect((await s.decisionOf(customer, id)).status).toBe('onboarding');
  const complete = deliveryOf('complete-transfer');
  expect(await post(complete)).toEqual({ status: 200, answer: { result: 'queued' } });
  expect((await s.decisionOf(customer, id)).status).toBe('onboarded');
  expect(await post(complete)).toEqual({ status: 200, answer: { result: 'ignored' } });
});

it('a notification without a known customer becomes an outcome; a test notification is answered', async () => {
  await s.receiveOutcomes();
  const unknown = JSON.stringify({
    EventName: 'dap-admin-relationship-terminated',
    AuditUri: null,
    ResourceChangeUtcDate: '2018-02-17T00:05:39.5485487+00:00',
  });
  for (let time = 0; time < 2; time++)
    expect(await post(unknown)).toEqual({ status: 200, answer: { result: 'refused' } });
  expect(await s.receiveOutcomes()).toMatchObject([
    { type: 'event.refused', source: '/multichannel-support/unknown', data: { reason: 'unknown-customer' } },
  ]);
  const test = JSON.stringify({ EventName: 'test-created', ResourceName: 'test' });
  expect(await post(test)).toEqual({ status: 200, answer: { result: 'ignored' } });
  expect(await post(' '.repeat(65_537))).toMatchObject({ status: 413 });
  expect(await s.receiveOutcomes()).toEqual([]);
});

it('a failing queue is answered with 503, and the next delivery counts', async () => {
  const { approved, status } = await waiting();
  s.stack.faults.sqs({ operation: 'SendMessageBatch', errorType: 'ServiceUnavailable', times: 1000 });
  const down = await post(approved);
  s.stack.faults.clear();
  expect([down.status, await status()]).toEqual([503, 'awaiting-approval']);
  expect((await post(approved)).status).toBe(200);
  expect(await status()).toBe('supported');
});
