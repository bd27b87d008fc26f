import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Bundles } from '../../infra/build/bundles.ts';
import type { StageInput } from '../../infra/settings/stage-settings.ts';
import { type Synthesis, synthesize } from '../../infra/synthesize.ts';
import { fullSettings, functionNames, stubBundles, synthesisTimeout, temporaryFolder } from './stages.ts';

/** All resource types and intrinsic functions in the templates. The local stack must support each of them. */
const types = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::DynamoDB::Table',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Pipes::Pipe',
  'AWS::SES::ConfigurationSet',
  'AWS::SES::ConfigurationSetEventDestination',
  'AWS::SES::EmailIdentity',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::SecretsManager::Secret',
];
const intrinsics = ['Fn::GetAtt', 'Fn::ImportValue', 'Fn::Join', 'Fn::Sub', 'Ref'];

let bundles: Bundles;
let local: Synthesis;
beforeAll(async () => {
  bundles = await stubBundles();
  local = await synthesize({ stage: 'local', outdir: await temporaryFolder(), bundles, validate: false });
}, synthesisTimeout);

describe('a synthesis', () => {
  test('has the stateful stack first', () => {
    expect(local.stacks.map(({ name }) => name)).toEqual(['multichannel-stateful', 'multichannel-stateless']);
  });

  test('contains the bundle of each function', async () => {
    expect(Object.keys(local.functions).sort()).toEqual([...functionNames].sort());
    for (const [name, folder] of Object.entries(local.functions)) {
      expect(folder.startsWith(local.directory)).toBe(true);
      expect(await readFile(join(folder, 'index.mjs'), 'utf8')).toContain(`'${name}'`);
    }
  });

  test('contains only resource types and intrinsic functions that the local stack supports', () => {
    const templates = local.stacks.map(({ template }) => template);
    const found = templates.flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type));
    expect([...new Set(found)].sort()).toEqual(types);
    const calls = JSON.stringify(templates).match(/"(Fn::\w+|Ref|Condition)":/g) ?? [];
    const names = calls.map((call) => call.slice(1, -2)).filter((name) => name !== 'Condition');
    expect([...new Set(names)].sort()).toEqual(intrinsics);
    for (const template of templates) {
      expect(Object.keys(template).sort()).toEqual(['Description', 'Outputs', 'Resources']);
    }
  });

  test.each([
    ['local', { stage: 'local' }],
    ['review', { stage: 'review' }],
    ['with every setting', fullSettings],
  ])('writes the same bytes every time: stage %s', async (_, input) => {
    const once = await synthesize({ ...input, outdir: await temporaryFolder(), bundles, validate: false });
    const again = await synthesize({ ...input, outdir: await temporaryFolder(), bundles, validate: false });
    const bytes = await contents(once.directory);
    expect(await contents(again.directory)).toEqual(bytes);
    for (const text of Object.values(bytes)) expect(text).not.toContain(import.meta.dirname);
  });

  test(
    'passes the CDK’s validation of CloudFormation templates',
    async () => {
      const dev = await synthesize({ ...fullSettings, outdir: await temporaryFolder(), bundles });
      const report = JSON.parse(await readFile(join(dev.directory, 'validation-report.json'), 'utf8'));
      expect(report.pluginReports).toEqual([]);
    },
    synthesisTimeout,
  );

  test('fails with the name of a function without a bundle', async () => {
    const { 'send-mail': _, ...others } = bundles;
    await expect(synthesize({ stage: 'local', bundles: others, validate: false })).rejects.toThrow(
      'functions/send-mail/handler.ts is missing',
    );
  });

  test('protects the stateful stack against deletion, and names no account', async () => {
    const input = { stage: 'dev', senderAddress: 'support@example.org' };
    const dev = await synthesize({ ...input, outdir: await temporaryFolder(), bundles, validate: false });
    const manifest = JSON.parse(await readFile(join(dev.directory, 'manifest.json'), 'utf8'));
    const stack = manifest.artifacts['dev-multichannel-stateful'];
    expect(stack.properties.terminationProtection).toBe(true);
    expect(stack.environment).toBe('aws://unknown-account/unknown-region');
  });
});

/** Path -> text of every file below a folder. */
async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const pairs = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path.slice(folder.length), await readFile(path, 'utf8')] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}

// CloudFormation refuses to drop or change an export that another stack imports. No setting may require that.
const least: StageInput = { stage: 'dev', senderAddress: fullSettings.senderAddress };
const { stage: _, senderAddress: __, ...optional } = fullSettings;

let exported: Readonly<Record<string, unknown>>;
beforeAll(async () => {
  exported = await exportsOf(least);
}, synthesisTimeout);

test('the stateless stack imports from the stateful stack', () => {
  expect(Object.keys(exported).length).toBeGreaterThan(20);
});

test.each([...Object.keys(optional), 'all of them'])(
  'adding or removing %s changes no export between the stacks',
  async (setting) => {
    const given = setting === 'all of them' ? optional : { [setting]: Object(optional)[setting] };
    expect(await exportsOf({ ...least, ...given })).toEqual(exported);
  },
);

/** Returns the exports of all stacks of a stage: name -> value. */
async function exportsOf(input: StageInput): Promise<Record<string, unknown>> {
  const { stacks } = await synthesize({ ...input, bundles, validate: false });
  const outputs = stacks.flatMap(({ template }) => Object.values(template.Outputs));
  return Object.fromEntries(
    outputs
      .filter(({ Export }) => Export !== undefined)
      .map(({ Export, Value }) => [JSON.stringify(Export), Value]),
  );
}
