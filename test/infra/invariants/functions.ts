import * as z from 'zod';
import { type Deployment, resourcesOfType, target } from '../stages.ts';
import { cachedParser, type Invariant, withProperty } from './invariant.ts';

const functionType = 'AWS::Lambda::Function';
const logType = 'AWS::Logs::LogGroup';

const functionSchema = z.object({
  FunctionName: z.string(),
  Runtime: z.string(),
  Handler: z.string(),
  Architectures: z.array(z.string()).default(['x86_64']),
  MemorySize: z.number().default(128),
  Timeout: z.number().default(3),
  Role: z.json(),
  TracingConfig: z.object({ Mode: z.string() }).optional(),
  LoggingConfig: z.object({ LogFormat: z.string(), LogGroup: z.json() }).optional(),
  Environment: z.object({ Variables: z.record(z.string(), z.json()) }),
});

const parsedFunction = cachedParser(functionSchema);

export const functionInvariants: readonly Invariant[] = [
  {
    name: 'every function runs on Node 24 and arm64, with explicit memory and timeout',
    violations: (deployed) =>
      functions(deployed)
        .filter(
          (it) =>
            it.Runtime !== 'nodejs24.x' ||
            it.Architectures.join() !== 'arm64' ||
            it.MemorySize < 256 ||
            it.Timeout < 10,
        )
        .map((it) => it.FunctionName),
    breakingChanges: {
      'an older runtime': withProperty(functionType, 'Runtime', 'nodejs22.x'),
      'the default architecture': withProperty(functionType, 'Architectures', undefined),
      'the default memory': withProperty(functionType, 'MemorySize', undefined),
      'the default timeout': withProperty(functionType, 'Timeout', undefined),
    },
  },
  {
    name: 'every function logs JSON to its own log group',
    violations: (deployed) =>
      functions(deployed)
        .filter(({ FunctionName, LoggingConfig }) => {
          if (LoggingConfig?.LogFormat !== 'JSON') return true;
          return (
            target(deployed, LoggingConfig.LogGroup).properties.LogGroupName !== `/aws/lambda/${FunctionName}`
          );
        })
        .map((it) => it.FunctionName),
    breakingChanges: {
      'text logs': withProperty(functionType, 'LoggingConfig.LogFormat', 'Text'),
      'the property is missing': withProperty(functionType, 'LoggingConfig', undefined),
      'another group': withProperty(
        logType,
        'LogGroupName',
        '/aws/lambda/other',
        ({ id }) => !id.startsWith('HttpApi'),
      ),
    },
  },
  {
    name: 'every log group has a retention',
    violations: (deployed) =>
      resourcesOfType(deployed, logType)
        .filter(({ properties }) => typeof properties.RetentionInDays !== 'number')
        .map(({ id }) => id),
    breakingChanges: { 'no retention': withProperty(logType, 'RetentionInDays', undefined) },
  },
  {
    name: 'every function is traced',
    violations: (deployed) =>
      functions(deployed)
        .filter(({ TracingConfig }) => TracingConfig?.Mode !== 'Active')
        .map((it) => it.FunctionName),
    breakingChanges: {
      'the property is missing': withProperty(functionType, 'TracingConfig', undefined),
      'only with a traced caller': withProperty(functionType, 'TracingConfig.Mode', 'PassThrough'),
    },
  },
  {
    name: 'every function has its name and stage in its environment variables',
    violations: (deployed) =>
      functions(deployed)
        .filter(
          ({ FunctionName, Environment: { Variables } }) =>
            FunctionName !== `${Variables.STAGE}-${Variables.POWERTOOLS_SERVICE_NAME}`,
        )
        .map((it) => it.FunctionName),
    breakingChanges: {
      'no name': withProperty(functionType, 'Environment.Variables.POWERTOOLS_SERVICE_NAME', undefined),
      'no stage in its name': withProperty(functionType, 'FunctionName', 'send-mail'),
      'no stage': withProperty(functionType, 'Environment.Variables.STAGE', undefined),
    },
  },
];

/** Returns the properties of all functions. */
export function functions(deployed: Deployment) {
  return resourcesOfType(deployed, functionType).map(({ properties }) => parsedFunction(properties));
}
