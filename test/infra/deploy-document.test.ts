import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { BatchWriteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { LocalStack } from '../../infra/local/local-stack.ts';
import { authority } from '../../infra/local/partner-center/certificates.ts';
import { startLocalStack } from '../../infra/local/start-local-stack.ts';
import { parseStages } from '../../infra/settings/settings-from-context.ts';
import { stageSettings } from '../../infra/settings/stage-settings.ts';
import { readDelivery } from '../../shared/partner-center/to-event.ts';
import { awsClients } from './local/aws-clients.ts';
import { stackOf, tableResource } from './local/template-builders.ts';

const root = resolve(import.meta.dirname, '../..');
const text = readFileSync(resolve(root, 'docs/deploy.md'), 'utf8');
const found = (pattern: RegExp) => pattern.exec(text)?.[1] ?? '';

describe('the settings of docs/deploy.md', () => {
  const sample: unknown = JSON.parse(found(/```json\n([\s\S]*?)```/));

  test('are valid with a real certificate', () => {
    const pem = authority({ organization: 'Microsoft Corporation', commonName: 'Root' }).pem;
    const placeholder = '-----BEGIN CERTIFICATE-----\nMIIF…\n-----END CERTIFICATE-----\n';
    const { prod } = parseStages(sample, 'docs/deploy.md');
    expect(prod).toMatchObject({ partnerCenter: { rootCertificate: placeholder } });
    const given = { ...prod, stage: 'prod', partnerCenter: { rootCertificate: pem } };
    expect(stageSettings(given)).toMatchObject({ stage: 'prod', publishers: { accounts: ['444455556666'] } });
  });

  test('describe every setting', () => {
    const settings = stageSettings({ stage: 'dev', senderAddress: 'support@example.org' });
    const optional = ['senderDomain', 'domain', 'publicBaseUrl', 'alarmAddress'];
    const { stage: _, ...named } = settings;
    const table = text.slice(text.indexOf('| setting |'), text.indexOf('## 2. Deploy'));
    const undocumented = [...Object.keys(named), ...optional].filter(
      (name) => !table.includes(`\`${name}\``),
    );
    expect(undocumented).toEqual([]);
  });
});

test('the registration at Partner Center lists the events that this product uses, and the test event', () => {
  const registration = z
    .object({ WebhookEvents: z.array(z.string()) })
    .parse(JSON.parse(found(/cat > registration.json <<EOF\n([\s\S]*?)\n {3}EOF/)));
  const means = (name: string) =>
    readDelivery({
      name,
      resourceName: null,
      resourceUri: null,
      auditUri: null,
      changedAt: null,
      at: null,
    }) !== null;
  const source = readFileSync(resolve(root, 'shared/partner-center/to-event.ts'), 'utf8');
  const known = [...source.matchAll(/'([a-z]+(?:-[a-z]+)+)'/g)].map(([, name = '']) => name).filter(means);
  expect(known.length).toBeGreaterThan(5);
  expect(registration.WebhookEvents.toSorted()).toEqual([...new Set([...known, 'test-created'])].sort());
});

describe('the script that restores a partition', () => {
  let stack: LocalStack | undefined;
  afterEach(() => stack?.close());

  const script = found(/<<'EOF'\n(import[\s\S]*?)\nEOF/);
  const partition = 'CASE#contoso#1';

  test('replaces the partition with its old items and changes nothing else', async () => {
    const { TableName, ...shape } = tableResource.Properties;
    const table = (name: string) => ({ ...tableResource, Properties: { ...shape, TableName: name } });
    stack = await startLocalStack({ templates: [stackOf({ Now: table('now'), Then: table('then') })] });
    const { dynamodb } = awsClients(stack);
    const all = async (name: string) =>
      (await dynamodb.send(new ScanCommand({ TableName: name }))).Items?.map(
        ({ pk, sk, body }) => `${pk?.S} ${sk?.S} ${Buffer.from(body?.B ?? []).toString()}`,
      );
    const put = (name: string, ...items: (readonly [pk: string, sk: string, body: string])[]) =>
      dynamodb.send(
        new BatchWriteItemCommand({
          RequestItems: {
            [name]: items.map(([pk, sk, body]) => ({
              PutRequest: { Item: { pk: { S: pk }, sk: { S: sk }, body: { B: Buffer.from(body) } } },
            })),
          },
        }),
      );
    await put(
      'then',
      [partition, 'HEAD', 'a\xff'],
      [partition, 'TIME#1', 'b'],
      ['CASE#contoso#2', 'HEAD', 'c'],
    );
    await put('now', [partition, 'HEAD', 'd'], [partition, 'SUBS#9', 'e'], ['CASE#contoso#3', 'HEAD', 'f']);

    expect(await copied(stack, partition)).toBe(`2 items of ${partition}\n`);
    expect((await all('now'))?.sort()).toEqual([
      `${partition} HEAD a\xff`,
      `${partition} TIME#1 b`,
      'CASE#contoso#3 HEAD f',
    ]);

    expect(await copied(stack, 'CASE#contoso#3')).toContain('then has no CASE#contoso#3');
    expect(await all('now')).toContain('CASE#contoso#3 HEAD f');
  });

  /** Runs the script of the document from table `then` to table `now`. @returns its output */
  async function copied(on: LocalStack, PARTITION: string): Promise<string> {
    const child = spawn(process.execPath, ['--input-type=module', '-'], {
      cwd: root,
      env: {
        FROM: 'then',
        TO: 'now',
        PARTITION,
        AWS_REGION: on.sqs.region,
        AWS_ACCESS_KEY_ID: 'any',
        AWS_SECRET_ACCESS_KEY: 'any',
        AWS_ENDPOINT_URL_DYNAMODB: on.dynamodb.endpoint,
      },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)));
    child.stdin.end(script);
    await once(child, 'close');
    return said;
  }
});
