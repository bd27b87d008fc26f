import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { type DeployedResource, fullStage, type Value } from '../infra/stages.ts';

const statementSchema = z.looseObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.union([z.string().transform((one) => [one]), z.array(z.string())]),
  Principal: z.union([z.literal('*'), z.record(z.string(), z.json())]).optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.json())).default({}),
});
type Statement = z.output<typeof statementSchema>;

/** All statements anywhere in a resource. */
function statementsIn(value: Value | undefined): Statement[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = statementSchema.safeParse(value);
  return [...(own.success ? [own.data] : []), ...Object.values(value).flatMap(statementsIn)];
}

/** Who a statement is for, in the words of the page. */
function whoOf({ type }: DeployedResource, { Effect, Principal, Action }: Statement): string {
  if (Principal === undefined) return `itself, ${Action.join()}`;
  if (Effect === 'Deny') return 'everybody, refused';
  if (Principal === '*') return 'everybody';
  if (Principal.Service !== undefined) return String(Principal.Service);
  if (type === 'AWS::KMS::Key') return 'the account';
  return type === 'AWS::IAM::Role' ? 'named roles' : 'the publishers of the settings';
}

function conditionOf({ Condition }: Statement): string {
  const keys = Object.entries(Condition).flatMap(([operator, of]) =>
    Object.keys(of).map((key) => `${operator} ${key.replace(/^AWS:/, 'aws:')}`),
  );
  return keys.sort().join(', ') || 'none';
}

test('docs/aws.md names every principal and every condition of the template, and no others', async () => {
  const { resources } = await fullStage();
  const used = new Set<string>();
  for (const resource of resources) {
    for (const statement of statementsIn(resource.properties)) {
      const condition = conditionOf(statement);
      // What a role itself may do without a condition is in test/infra/permissions.test.ts.
      if (statement.Principal === undefined && condition === 'none') continue;
      used.add([resource.type, whoOf(resource, statement), condition].join(' | '));
    }
    const { Principal, SourceArn } = resource.properties;
    if (resource.type === 'AWS::Lambda::Permission')
      used.add([resource.type, Principal, SourceArn === undefined ? 'none' : 'SourceArn'].join(' | '));
  }
  const page = await readFile(new URL('../../docs/aws.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| (AWS::\S+ \| [^|]+ \| [^|]+) \| (.+) \|$/gm)];
  expect(rows.map(([, row = '']) => row).sort()).toEqual([...used].sort());
  for (const [, row, reason = ''] of rows)
    expect([row, reason]).toEqual([row, expect.stringMatching(/\(https:\/\/(?:docs|repost)\.aws/)]);
});
