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

/** Fixed, because the CDK's command line and a program that calls it have other defaults and must make the same bytes. */
const fixedContext = {
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:enable-path-metadata': false,
  // Traces hold the paths of the machine that synthesized.
  'aws:cdk:disable-creation-stack-traces': true,
  // It sorts by the numbers of tokens, as text: exports change places when a process that synthesizes twice counts past 999.
  '@aws-cdk/aws-iam:minimizePolicies': false,
  '@aws-cdk/core:checkSecretUsage': true,
  // The producer's stack then refuses to drop what the other one still uses.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/core:annotationsInValidationReport': true,
  '@aws-cdk/core:validateAgainstDefaultRules': true,
};

/** What of the CDK app its caller decides. Without `outdir` the command line's folder is taken. */
export type CloudAppProps = Pick<AppProps, 'outdir' | 'builtinCloudFormationValidation'>;

/** The empty CDK app: it reports nothing to AWS and writes nothing that changes from run to run. */
export function createApp(props: CloudAppProps = {}): App {
  return new App({
    ...props,
    analyticsReporting: false,
    // A slow synthesis would leave its times in the assembly.
    performanceReporting: false,
    treeMetadata: false,
    postCliContext: fixedContext,
  });
}

/**
 * Puts one stage's two stacks into the app. Neither names an account or region: they go where they are deployed.
 *
 * @param acknowledged findings of the rule packs that are known
 */
export function addStage(
  app: App,
  settings: StageSettings,
  bundles: Bundles,
  acknowledged: readonly Acknowledgement[] = acknowledgements,
): void {
  const foundation = new StatefulStack(app, stageName(settings, 'multichannel-stateful'), settings, {
    description: 'Multichannel support: cases, queues, keys and mail identity',
    synthesizer: withoutBootstrapRule(),
    terminationProtection: settings.stage !== 'local',
  });
  const code = new StatelessStack(app, stageName(settings, 'multichannel-stateless'), {
    description: 'Multichannel support: functions and HTTP API',
    synthesizer: withoutBootstrapRule(),
    settings,
    bundles,
    foundation,
  });
  if (settings.stage === reviewStage) for (const stack of [foundation, code]) makeUndeployable(stack);
  acknowledge(app, acknowledged);
}

/**
 * The CDK's own synthesizer, less the template's bootstrap parameter and rule: the command line checks the bootstrap's
 * version itself. The assertion bridges a gap in the CDK's types, which are not written for exactOptionalPropertyTypes.
 */
function withoutBootstrapRule(): IStackSynthesizer {
  return new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
}

/**
 * Makes a stack that can be looked at and reviewed, but that CloudFormation refuses to make: it lacks a value for a parameter, and
 * takes none.
 */
export function makeUndeployable(stack: Stack): void {
  const missing = new CfnParameter(stack, 'NoStageIsGiven', {
    description:
      'This template is for review only. To deploy, say which stage: -c stage=<name> -c sender=<address>',
    allowedPattern: '[^\\s\\S]',
    constraintDescription: 'cannot be given: deploy a stage with -c stage=<name> -c sender=<address>',
  });
  // CloudFormation's linter wants a parameter to be used.
  new CfnOutput(stack, 'StageIsGiven', { value: missing.valueAsString });
}
