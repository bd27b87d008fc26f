import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startLocalStack } from '../../infra/local/start-local-stack.ts';
import { fromAssembly } from '../../infra/local/template/stack-template.ts';
import { synthesize } from '../../infra/synthesize.ts';
import type { CaseKey } from '../../shared/case/case.ts';
import type { Relationship } from '../../shared/case/relationship.ts';
import { headKey } from '../../shared/store/case-store.ts';
import { DUE_SHARDS, dueKeys, listKeys } from '../../shared/store/indexes.ts';
import { encode, type Item, Table } from '../../shared/store/table.ts';

/*
 * `npm run bench:sweep`: what finding due cases costs, counted at the servers while the bundle that would be deployed runs on
 * them. Exits with 1 unless a sweep reads what is due and nothing of what waits.
 */
const day = 86_400_000;
const outdir = mkdtempSync(join(tmpdir(), 'sweep-'));
const templates = fromAssembly(await synthesize({ stage: 'local', outdir, validate: false }));
const stack = await startLocalStack({ templates });
// What is found stays on its queue, so that it can be counted, and due, so that the next sweep finds it again.
await stack.pollers.pause();
const client = new DynamoDBClient({
  endpoint: stack.dynamodb.endpoint,
  region: stack.sqs.region,
  credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
});
const table = new Table(client, stack.dynamodb.table);
const now = stack.clock.now().getTime();
const body = encode({ case: 'its subscriptions and timeline', padding: 'x'.repeat(500) });
const invited: Relationship = {
  status: 'invited',
  scope: 'delegated-admin',
  changedAt: new Date(now - day).toISOString(),
  grants: [],
  clearedAt: null,
  factAt: null,
  askedAt: null,
  block: null,
};
let seeded = 0;

/** What one sweep cost. */
interface Cost {
  readonly cases: number;
  readonly due: number;
  readonly queries: number;
  readonly read: number;
  readonly sends: number;
  readonly messages: number;
}

try {
  // The first run loads the bundle.
  await stack.invoke('due-work', {});
  console.log(
    `\n${styleText('bold', 'What a sweep for due cases costs')}  counted at DynamoDB and SQS; ${DUE_SHARDS} shards\n`,
  );
  console.log(
    styleText('dim', row('cases', 'of them due', 'queries', 'items read', 'SQS sends', 'messages', 'ms')),
  );
  await seed(50, (index) => now - (index + 1) * 60_000);
  await seed(950, waiting);
  const few = await sweep(50);
  await seed(99_000, waiting);
  const many = await sweep(50);
  await seed(450, (index) => now - (index + 1) * 60_000);
  const busy = await sweep(500);
  const faults = [few, many, busy].flatMap(faultsOf);
  if (many.read !== few.read || many.queries !== few.queries || many.sends !== few.sends)
    faults.push(`${many.cases} cases cost more than ${few.cases} of which as many are due`);
  console.log('');
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
  else console.log('A sweep reads what is due, and nothing of what waits.');
} finally {
  client.destroy();
  await stack.close();
  rmSync(outdir, { recursive: true, force: true });
}

/** Runs the function once, as its schedule does, and says what it cost. */
async function sweep(due: number): Promise<Cost> {
  const before = stack.peek('due-cases').length;
  stack.counters.reset();
  const started = performance.now();
  await stack.invoke('due-work', {});
  const milliseconds = performance.now() - started;
  const { dynamodb, sqs, scanned } = stack.counters.snapshot();
  const cost = {
    cases: seeded,
    due,
    queries: sum(dynamodb),
    read: sum(scanned),
    sends: sum(sqs),
    messages: stack.peek('due-cases').length - before,
  };
  console.log(
    row(...[...Object.values(cost), milliseconds].map((one) => Math.round(one).toLocaleString('en'))),
  );
  return cost;
}

/** One query a shard, with one more for each full page; each due case read and enqueued once. */
function faultsOf({ cases, due, queries, read, sends, messages }: Cost): string[] {
  const of = `${due} due of ${cases} cases`;
  return [
    ...(read === due ? [] : [`${of}: ${read} items read`]),
    ...(messages === due ? [] : [`${of}: ${messages} messages`]),
    ...(queries <= DUE_SHARDS + due / 100 ? [] : [`${of}: ${queries} queries`]),
    ...(sends <= DUE_SHARDS + due / 10 ? [] : [`${of}: ${sends} sends`]),
  ];
}

/** Puts so many more cases into the table, as the store writes their heads. */
async function seed(count: number, dueAt: (index: number) => number | null): Promise<void> {
  const items = Array.from({ length: count }, (_, index) => head(seeded + index, dueAt(index)));
  seeded += count;
  const lanes = 4;
  await Promise.all(
    Array.from({ length: lanes }, (_, lane) =>
      table.write(items.filter((_, index) => index % lanes === lane)),
    ),
  );
}

/** Most cases wait for a moment of the next 30 days; for every fourth, time will bring about nothing. */
function waiting(index: number): number | null {
  return index % 4 === 0 ? null : now + ((index % 719) + 1) * (day / 24);
}

function head(index: number, dueAt: number | null): Item {
  const of: CaseKey = {
    partnerId: `partner-${index % 40}`,
    tenantId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  };
  const { pk, sk } = headKey(of);
  return {
    pk: { S: pk },
    sk: { S: sk },
    version: { N: '1' },
    mark: { S: 'seed' },
    body: { B: body },
    ...listKeys(of, invited),
    ...(dueAt !== null && dueKeys(of, dueAt)),
  };
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, each) => total + each, 0);
}

function row(...figures: string[]): string {
  return figures.map((figure) => figure.padStart(13)).join('');
}
