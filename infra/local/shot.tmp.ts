import { chromium } from 'playwright-core';
import { synthesize } from '../synthesize.ts';
import { fromAssembly } from './template/assembly.ts';
import { startLocalStack } from './stack.ts';
import { tellSampleStory } from './story.ts';
import { randomUUID } from 'node:crypto';
const stack = await startLocalStack({ templates: fromAssembly(await synthesize({ stage: 'local', validate: false })), log: (l) => l.stream === 'stack' && console.log(l.function, l.line) });
await tellSampleStory(stack, () => {});
const ev = (type: string, data: unknown) => ({ specversion: '1.0', id: randomUUID(), source: '/crm', type, time: stack.clock.now().toISOString(), data });
const post = async (e: unknown) => { const r = await fetch(stack.api + '/events', { method: 'POST', headers: { 'content-type': 'application/cloudevents+json' }, body: JSON.stringify(e) }); console.log(r.status, await r.text()); };
const cust = (name: string, id: string, country = 'US') => ({ tenantId: id, name, contactEmail: 'it@x.example', country, locale: 'de' });
const t2 = randomUUID();
await post(ev('subscription.ingested', { partnerId: 'contoso', customer: cust('<script>alert(1)</script> & Söhne', t2), subscription: { id: 'az-1', name: 'Azure "prod"', billing: 'usage-based', channel: 'csp' }, requestedBy: { role: 'sales-agent' } }));
await post(ev('subscription.ingested', { partnerId: 'contoso', customer: cust('Woodgrove', randomUUID(), 'JP'), subscription: { id: 'm-1', name: 'M365', billing: 'license-based', channel: 'ea' }, requestedBy: { role: 'sales-agent' } }));
await stack.idle();
await post(ev('relationship.approved', { partnerId: 'contoso', customer: { tenantId: t2 }, via: 'partner-center' }));
await post(ev('azure-onboarding.requested', { partnerId: 'contoso', customer: { tenantId: t2 }, subscriptionId: 'az-1', requestedBy: { role: 'sales-agent' }, currentPartner: { name: 'Old partner' } }));
const { awsJson } = await import('./http/aws-json.ts');
await awsJson(stack.sqs.endpoint, 'AmazonSQS.SendMessage', { QueueUrl: stack.sqs.queues['azure-events'], MessageBody: JSON.stringify({ ...ev('azure-onboarding.requested', { partnerId: 'contoso' }) }) }, { version: '1.0' });
await stack.idle();
const c = stack.mails()[0]; console.log(await (await fetch(stack.api + '/_local/feedback', { method: 'POST', body: JSON.stringify({ mailId: c?.id, type: 'bounce' }) })).text());
await stack.idle();
const browser = await chromium.launch({ executablePath: process.argv[2] });
for (const [name, width, scheme] of [['desk-light', 1440, 'light'], ['desk-dark', 1440, 'dark'], ['phone', 390, 'light']] as const) {
  const page = await browser.newPage({ viewport: { width, height: 1000 }, colorScheme: scheme });
  page.on('console', (m) => console.log('console', m.text())); page.on('pageerror', (e) => console.log('error', e));
  await page.goto(stack.console); await page.waitForSelector('#case-list article'); await page.waitForTimeout(700);
  if (name === 'desk-light') { await page.locator('summary', { hasText: 'Preview' }).first().click(); await page.waitForTimeout(2500); console.log('open stays', await page.locator('iframe').count()); }
  console.log(name, 'overflow', await page.evaluate('document.documentElement.scrollWidth > innerWidth'));
  await page.screenshot({ path: `/tmp/${name}.png`, fullPage: name !== 'phone' });
}
await browser.close();
await stack.close();
