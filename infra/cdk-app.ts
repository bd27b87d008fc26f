import {
  App,
  type AppProps,
  CfnOutput,
  CfnParameter,
  DefaultStackSynthesizer,
  type IStackSynthesizer,
  type Stack,
} from 'aws-cdk-lib';
import type { Bundles } from './build/bundles.ts';
import { type Acknowledgement, acknowledgements } from './compliance/acknowledgements.ts';
import { acknowledge } from './compliance/cdk-nag.ts';
import { reviewStage, type StageSettings, stageName } from './settings/stage-settings.ts';
import { StatefulStack } from './stacks/stateful-stack.ts';
import { StatelessStack } from './stacks/stateless-stack.ts';

/** Fixed context: the CDK's command line and its library have different defaults, and both must write the same bytes. */
const fixedContext = {
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:enable-path-metadata': false,
  // Stack traces contain paths of the machine that synthesizes.
  'aws:cdk:disable-creation-stack-traces': true,
  // It sorts by token numbers as text, so the order of exports changes when a process synthesizes twice and counts past 999.
  '@aws-cdk/aws-iam:minimizePolicies': false,
  '@aws-cdk/core:checkSecretUsage': true,
  // The stateful stack then refuses to drop an export that the stateless stack still uses.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/core:annotationsInValidationReport': true,
  '@aws-cdk/core:validateAgainstDefaultRules': true,
};

/** Properties of the CDK app. Default of `outdir`: the folder of the CDK's command line. */
export type CdkAppProps = Pick<AppProps, 'outdir' | 'builtinCloudFormationValidation'>;

/** Creates an empty CDK app that reports nothing to AWS and always writes the same bytes. */
export function createApp(props: CdkAppProps = {}): App {
  return new App({
    ...props,
    analyticsReporting: false,
    // A performance report contains times.
    performanceReporting: false,
    treeMetadata: false,
    postCliContext: fixedContext,
  });
}

/**
 * Adds the two stacks of a stage to the app. They name no account and no region: the deployment's environment decides.
 *
 * @param acknowledged known findings of the rule packs
 */
export function addStage(
  app: App,
  settings: StageSettings,
  bundles: Bundles,
  acknowledged: readonly Acknowledgement[] = acknowledgements,
): void {
  const stateful = new StatefulStack(app, stageName(settings, 'multichannel-stateful'), settings, {
    description: 'Multichannel support: cases, queues, keys and mail identity',
    synthesizer: withoutBootstrapRule(),
    terminationProtection: settings.stage !== 'local',
  });
  const stateless = new StatelessStack(app, stageName(settings, 'multichannel-stateless'), {
    description: 'Multichannel support: functions and HTTP API',
    synthesizer: withoutBootstrapRule(),
    settings,
    bundles,
    resources: stateful,
  });
  if (settings.stage === reviewStage) for (const stack of [stateful, stateless]) makeUndeployable(stack);
  acknowledge(app, acknowledged);
}

/**
 * Creates the CDK's default synthesizer without the bootstrap parameter and rule in the template. The CDK's command line checks the bootstrap
 * version itself. The type assertion is needed because the CDK's types do not support exactOptionalPropertyTypes.
 */
function withoutBootstrapRule(): IStackSynthesizer {
  return new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
}

/** Adds a required parameter that accepts no value. The stack can be reviewed, but CloudFormation refuses to create it. */
function makeUndeployable(stack: Stack): void {
  const missing = new CfnParameter(stack, 'NoStageIsGiven', {
    description:
      'This template is for review only. To deploy, say which stage: -c stage=<name> -c sender=<address>',
    allowedPattern: '[^\\s\\S]',
    constraintDescription: 'cannot be given: deploy a stage with -c stage=<name> -c sender=<address>',
  });
  // CloudFormation's linter reports unused parameters.
  new CfnOutput(stack, 'StageIsGiven', { value: missing.valueAsString });
}
