import { localArn, resourceName } from '../../aws-names.ts';
import { isRecord } from '../is-record.ts';
import type { Properties, Resource, ResourceType } from '../resource-type.ts';
import { TemplateError } from '../stack-template.ts';

const functionName = (resource: Resource) => resource.textOf('FunctionName') ?? resource.generatedName;
const functionArn = (resource: Resource) => localArn('lambda', `function:${functionName(resource)}`);

const skippedFunctionProperties = {
  FunctionName: 'read as the resource’s name',
  Description: 'for people',
  Architectures: 'the bundle is JavaScript',
  Role: 'a permission; the stand-ins check none',
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

const ruleName = (resource: Resource) => resource.textOf('Name') ?? resource.generatedName;
const ruleArn = (resource: Resource) => localArn('events', `rule/${ruleName(resource)}`);

const minute = 60_000;
const units: Readonly<Record<string, number>> = { minute, hour: 60 * minute, day: 24 * 60 * minute };

/** A rule of EventBridge that starts functions at a rate; one that waits for events is refused by its pattern. */
export const rule: ResourceType = {
  ref: ruleName,
  attributes: { Arn: ruleArn },
  run(properties, plan, resource) {
    properties.skip({ Name: 'read as the resource’s name', Description: 'for people', Tags: 'for the bill' });
    const everyMilliseconds = rateOf(properties.text('ScheduleExpression'), properties.where);
    properties.only('State', 'ENABLED', 'DISABLED', undefined);
    const enabled = resource.textOf('State') !== 'DISABLED';
    for (const target of properties.objects('Targets')) {
      target.skip({ Id: 'a label', RetryPolicy: 'what is started in this process is never refused' });
      const functionName = resourceName(target.text('Arn'));
      if (enabled) plan.schedules.push({ ruleArn: ruleArn(resource), functionName, everyMilliseconds });
    }
  },
};

/** How Lambda takes events that nobody waits for. Only `once` is run here: a schedule's next run is its retry. */
export const eventInvokeConfig: ResourceType = {
  ref: (resource) => resource.generatedName,
  run(properties) {
    properties.only('MaximumRetryAttempts', 0);
    properties.only('Qualifier', '$LATEST');
    properties.skip({
      FunctionName: 'true of every function here',
      MaximumEventAgeInSeconds: 'an event is not kept waiting here',
    });
  },
};

/** Milliseconds of `rate(5 minutes)`. EventBridge wants the singular for one and the plural for more. */
function rateOf(expression: string, where: string): number {
  const [, count = '', unit = '', plural] =
    /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const milliseconds = units[unit];
  if (milliseconds === undefined || (plural === '') !== (count === '1')) {
    throw new TemplateError(
      where,
      `schedule ${expression} is not run here, only rates such as rate(5 minutes)`,
    );
  }
  return Number(count) * milliseconds;
}
