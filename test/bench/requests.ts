import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { startLocalStack } from '../../infra/local/start-local-stack.ts';
import { fromAssembly } from '../../infra/local/template/stack-template.ts';
import { synthesize } from '../../infra/synthesize.ts';
import { CATALOGUE } from '../../shared/events/catalogue.ts';

/*
 * `npm run bench:requests`: how many requests events cost, counted at the servers while the bundles that would be deployed
 * run on them. Exits with 1 when a small case costs more than one read and one write.
 */
const outdir = mkdtempSync(join(tmpdir(), 'requests-'));
const templates = fromAssembly(await synthesize({ stage: 'local', outdir, validate: false }));
const stack = await startLocalStack({ templates });
await stack.pollers.pause();
const run = Date.now().toString(36);
let count = 0;
let tooMany = false;

try {
  await invoke([partner()]);
  for (let customer = 0; customer < 10; customer++) await invoke([ingested(customer, 'first')]);
  console.log(
    `\n${styleText('bold', 'Requests a batch costs')}  counted at DynamoDB and SQS; cases exist already and are small\n`,
  );
  console.log(styleText('dim', row('', 'DynamoDB reads', 'writes', 'SQS sends')));
  await measure('1 event of 1 case', [ingested(0, 'second')], 1, 1);
  await measure(
    '10 events of 1 case',
    many(10, (index) => ingested(1, `next-${index}`)),
    1,
    1,
  );
  await measure(
    '10 events of 10 cases',
    many(10, (customer) => ingested(customer, 'third')),
    1,
    10,
  );
  const repeated = ingested(2, 'fourth');
  await invoke([repeated]);
  await measure('1 event that was processed before', [repeated], 1, 0);
  await measure('1 approval that supports all', [approved(3)], 1, 1);
} finally {
  await stack.close();
  rmSync(outdir, { recursive: true, force: true });
}
if (tooMany) {
  console.error('More requests than promised.');
  process.exitCode = 1;
}

async function measure(
  name: string,
  events: readonly object[],
  reads: number,
  writes: number,
): Promise<void> {
  stack.counters.reset();
  await invoke(events);
  const { dynamodb, sqs } = stack.counters.snapshot();
  const { BatchGetItem = 0, GetItem = 0, Query = 0, ...written } = dynamodb;
  const wrote = Object.values(written).reduce((sum, each) => sum + each, 0);
  const read = BatchGetItem + GetItem + Query;
  tooMany ||= read > reads || wrote > writes;
  const sends = Object.values(sqs).reduce((sum, each) => sum + each, 0);
  console.log(row(name, String(read), String(wrote), String(sends)));
}

/** Invokes the function itself, so that what is one batch here is one batch there. */
async function invoke(events: readonly object[]): Promise<void> {
  const byQueue = Map.groupBy(events, (event) =>
    'type' in event && event.type === 'relationship.approved'
      ? 'relationship-approved'
      : 'subscription-ingested',
  );
  for (const [name, batch] of byQueue) {
    const Records = batch.map((event) => ({
      messageId: `${run}-${++count}`,
      receiptHandle: `r-${count}`,
      body: JSON.stringify(event),
      attributes: { ApproximateReceiveCount: '1' },
    }));
    const answer = await stack.invoke(name, { Records });
    if (JSON.stringify(answer) !== '{"batchItemFailures":[]}')
      throw new Error(`${name}: ${JSON.stringify(answer)}`);
  }
}

function many(times: number, make: (index: number) => object): object[] {
  return Array.from({ length: times }, (_, index) => make(index));
}

function event(type: string, data: object): object {
  return {
    specversion: '1.0',
    id: `${run}-${++count}`,
    source: '/bench',
    type,
    time: new Date().toISOString(),
    data,
  };
}

function partner(): object {
  const example = CATALOGUE.find(({ type }) => type === 'partner.registered')?.example;
  return event('partner.registered', example ?? {});
}

function customerOf(index: number) {
  return { tenantId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` };
}

function ingested(customer: number, subscription: string): object {
  return event('subscription.ingested', {
    partnerId: 'contoso',
    customer: {
      ...customerOf(customer),
      name: 'Fabrikam',
      contactEmail: 'it@fabrikam.example',
      country: 'US',
    },
    subscription: { id: subscription, name: 'Microsoft 365 E3', billing: 'license-based', channel: 'ea' },
    requestedBy: { role: 'sales-agent' },
  });
}

function approved(customer: number): object {
  return event('relationship.approved', {
    partnerId: 'contoso',
    customer: customerOf(customer),
    via: 'upstream',
  });
}

function row(...[name = '', ...figures]: string[]): string {
  return `  ${name.padEnd(32)}${figures.map((figure) => figure.padStart(16)).join('')}`;
}
