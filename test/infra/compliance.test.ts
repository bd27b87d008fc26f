import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type App, Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Bundles } from '../../infra/build/bundles.ts';
import { addStage, createApp } from '../../infra/cdk-app.ts';
import { acknowledgements } from '../../infra/compliance/acknowledgements.ts';
import { acknowledge, addRulePacks, unacknowledgedFindings } from '../../infra/compliance/cdk-nag.ts';
import { type StageInput, stageSettings } from '../../infra/settings/stage-settings.ts';
import { fullSettings, stubBundles, synthesisTimeout, temporaryFolder } from './stages.ts';

const bare = { stage: 'dev', senderAddress: 'support@example.org' };

let bundles: Bundles;
beforeAll(async () => {
  bundles = await stubBundles();
});

describe('the rule packs AwsSolutions and Serverless', () => {
  test.each([
    ['no setting but the sender', bare],
    ['every setting', fullSettings],
    ['no stage at all', { stage: 'review' }],
    ['the local stage', { stage: 'local' }],
  ])('find nothing that is not acknowledged: %s', (_, input) => {
    expect(unacknowledgedFindings(stageApp(input))).toEqual([]);
  });

  test('fail a synthesis with a finding', () => {
    const app = stageApp(bare);
    const [stack] = app.node.children.filter((child) => Stack.isStack(child));
    if (stack === undefined) throw new Error('No stack');
    new Queue(stack, 'Open');
    addRulePacks(app);
    expect(() => app.synth()).toThrow('AwsSolutions-SQS4');
    const found = unacknowledgedFindings(app).map(({ rule }) => rule);
    expect(found).toEqual(['AwsSolutions-SQS3', 'AwsSolutions-SQS4', 'Serverless-SQSRedrivePolicy']);
  });
});

describe('acknowledgements', () => {
  test('match resources that exist', () => {
    expect(acknowledge(stageApp(fullSettings), acknowledgements)).toEqual([]);
  });

  test.each(acknowledgements.map(({ finding, on }) => [finding, on.join(', '), { finding, on }] as const))(
    'match a finding of a rule pack: %s on %s',
    (_, __, { finding, on }) => {
      const others = acknowledgements.filter((one) => one.finding !== finding || one.on !== on);
      expect(unacknowledgedFindings(stageApp(fullSettings, others)).map(({ rule }) => rule)).toEqual([
        finding,
      ]);
    },
  );

  test('have a reason of at least a sentence', () => {
    for (const { reason } of acknowledgements) expect(reason).toMatch(/^[A-Z].{20,}\.$/);
  });
});

test(
  'cdk synth without settings reports no findings and writes templates that cannot be deployed',
  async () => {
    const outdir = await temporaryFolder();
    const { stderr } = await promisify(execFile)(
      process.execPath,
      ['node_modules/aws-cdk/bin/cdk', 'synth', '--all', '-q', '-o', outdir],
      {
        cwd: resolve(import.meta.dirname, '../..'),
        env: {
          ...process.env,
          PATH: `${resolve(process.execPath, '..')}:${process.env.PATH}`,
          CDK_DISABLE_CLI_TELEMETRY: 'true',
          CDK_DISABLE_VERSION_CHECK: '1',
        },
      },
    );
    expect(stderr).toContain('Stage review: no findings of AwsSolutions and Serverless');
    expect(stderr).toContain('cannot be deployed');
    for (const stack of ['review-multichannel-stateful', 'review-multichannel-stateless']) {
      const { Parameters } = JSON.parse(await readFile(join(outdir, `${stack}.template.json`), 'utf8'));
      expect(Object.keys(Parameters)).toEqual(['NoStageIsGiven']);
      expect(Parameters.NoStageIsGiven.Default).toBeUndefined();
      expect('anything').not.toMatch(new RegExp(`^(?:${Parameters.NoStageIsGiven.AllowedPattern})$`));
      expect('').not.toMatch(new RegExp(`^(?:${Parameters.NoStageIsGiven.AllowedPattern})$`));
    }
  },
  synthesisTimeout,
);

function stageApp(input: StageInput, acknowledged = acknowledgements): App {
  const app = createApp({ builtinCloudFormationValidation: false });
  addStage(app, stageSettings(input), bundles, acknowledged);
  return app;
}
