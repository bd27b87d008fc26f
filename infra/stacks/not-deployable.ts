import { CfnOutput, CfnParameter, type Stack } from 'aws-cdk-lib';

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
