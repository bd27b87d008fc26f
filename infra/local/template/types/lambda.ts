import { localArn, resourceName } from '../../identity.ts';
import { TemplateError } from '../assembly.ts';
import type { Properties } from '../properties.ts';
import type { Resource, ResourceType } from '../resource.ts';
import { isRecord } from '../values.ts';

const functionName = (resource: Resource) => resource.textOf('FunctionName') ?? resource.generatedName;
const functionArn = (resource: Resource) => localArn('lambda', `function:${functionName(resource)}`);

const skippedFunctionProperties = {
  FunctionName: 'read as the resource’s name',
  Description: 'for people',
  Architectures: 'the bundle is JavaScript',
  Role: 'permissions are AWS’s; the stand-ins ask for none',
  TracingConfig: 'X-Ray is AWS’s',
  RuntimeManagementConfig: 'how AWS updates the runtime',
  Tags: 'for the bill',
};

export const lambdaFunction: ResourceType = {
  ref: functionName,
  attributes: { Arn: functionArn },
  run(properties, plan, resource) {
    properties.skip(skippedFunctionProperties);
    properties.only('Runtime', 'nodejs24.x');
    properties.object('Code').skip({ S3Bucket: 'the asset is on this machine', S3Key: 'as above' });
    if (resource.assetDirectory === undefined) {
      throw new TemplateError(properties.where, 'has no asset folder (metadata aws:asset:path)');
    }
    plan.functions.push({
      name: functionName(resource),
      arn: functionArn(resource),
      directory: resource.assetDirectory,
      handler: properties.text('Handler'),
      timeoutSeconds: properties.optionalNumber('Timeout') ?? 3,
      memoryMegabytes: properties.optionalNumber('MemorySize') ?? 128,
      reservedConcurrency: properties.optionalNumber('ReservedConcurrentExecutions'),
      environment: { ...variables(properties), ...logging(properties) },
    });
  },
};

function variables(properties: Properties): Record<string, string> {
  const values = properties.optionalObject('Environment')?.whole('Variables') ?? {};
  if (!isRecord(values)) throw new TemplateError(properties.where, 'Environment.Variables must be an object');
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

/** Lambda hands its log settings to the function in these two variables. */
function logging(properties: Properties): Record<string, string> {
  const config = properties.optionalObject('LoggingConfig');
  config?.skip({ LogGroup: 'logs go to /_local/logs', SystemLogLevel: 'of Lambda’s own lines' });
  const format = config?.optionalText('LogFormat');
  const level = config?.optionalText('ApplicationLogLevel');
  return {
    ...(format !== undefined && { AWS_LAMBDA_LOG_FORMAT: format }),
    ...(level !== undefined && { AWS_LAMBDA_LOG_LEVEL: level }),
  };
}

export const eventSourceMapping: ResourceType = {
  ref: (resource) => resource.generatedName,
  attributes: { Id: (resource) => resource.generatedName },
  run(properties, plan) {
    const responses = properties.texts('FunctionResponseTypes');
    const unknown = responses.filter((type) => type !== 'ReportBatchItemFailures');
    if (unknown.length > 0)
      throw new TemplateError(properties.where, `unknown response type ${unknown.join()}`);
    properties.skip({ Tags: 'for the bill', MetricsConfig: 'a metric of AWS' });
    plan.mappings.push({
      functionName: resourceName(properties.text('FunctionName')),
      queueArn: properties.text('EventSourceArn'),
      batchSize: properties.optionalNumber('BatchSize') ?? 10,
      windowSeconds: properties.optionalNumber('MaximumBatchingWindowInSeconds') ?? 0,
      reportsItemFailures: responses.length > 0,
      maximumConcurrency: properties.optionalObject('ScalingConfig')?.optionalNumber('MaximumConcurrency'),
      enabled: properties.optionalFlag('Enabled') ?? true,
    });
  },
};
