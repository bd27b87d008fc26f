import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  LoggingFormat,
  Runtime,
  Function as RuntimeFunction,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Bundles } from '../build/bundles.ts';
import { type StageSettings, stageName } from '../settings.ts';
import { writeLogs, writeTraces } from './permissions.ts';

/** What a function is made from. */
export interface LambdaFunctionProps {
  readonly settings: StageSettings;
  readonly bundles: Bundles;
  /** Its folder in `functions/`; deployed it carries the stage before it. */
  readonly name: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  readonly permissions: readonly PolicyStatement[];
  /** What Lambda does with an event that nobody waits for. Default: AWS's own, 2 retries within 6 hours. */
  readonly asynchronous?: { readonly retryAttempts: 0 | 1 | 2; readonly maxEventAge: Duration };
}

/** One of our functions, with a role and a log group of its own. It may do what its permissions list, and log. */
export class LambdaFunction extends Construct {
  readonly function: RuntimeFunction;

  /** @throws Error when no bundle of that name was made. */
  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    const { settings, bundles, name } = props;
    const bundle = bundles[name];
    if (bundle === undefined)
      throw new Error(`There is no bundle of "${name}": functions/${name}/handler.ts is missing.`);
    const functionName = stageName(settings, name);
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // An inline policy, not AWS's managed ones: those may write to every log group of the account.
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${functionName} may do`,
      inlinePolicies: {
        permissions: new PolicyDocument({
          statements: [...props.permissions, writeLogs(logGroup), writeTraces()],
        }),
      },
    });
    this.function = new RuntimeFunction(this, 'Function', {
      functionName,
      description: props.description,
      code: Code.fromAsset(bundle),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: props.timeout,
      // By Lambda itself: how long it started and ran. A tracer of our own would take 26 ms of every start (decision 0015).
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      // The CDK would add a policy for traces of its own.
      role: role.withoutPolicyUpdates(),
      environment: {
        ...props.environment,
        STAGE: settings.stage,
        POWERTOOLS_SERVICE_NAME: name,
        LOG_LEVEL: 'INFO',
      },
      ...props.asynchronous,
    });
  }
}
