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

/** What functions run in. */
export const functionInvariants: readonly Invariant[] = [
  {
    name: 'every function runs on Node 24 and arm64, with memory and a timeout that were chosen',
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
    name: 'every function logs JSON into a group of its own name',
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
      'as text': withProperty(functionType, 'LoggingConfig.LogFormat', 'Text'),
      'not said': withProperty(functionType, 'LoggingConfig', undefined),
      'another group': withProperty(
        logType,
        'LogGroupName',
        '/aws/lambda/other',
        ({ id }) => !id.startsWith('HttpApi'),
      ),
    },
  },
  {
    name: 'every log group has an end',
    violations: (deployed) =>
      resourcesOfType(deployed, logType)
        .filter(({ properties }) => typeof properties.RetentionInDays !== 'number')
        .map(({ id }) => id),
    breakingChanges: { 'kept for ever': withProperty(logType, 'RetentionInDays', undefined) },
  },
  {
    name: 'every function is traced',
    violations: (deployed) =>
      functions(deployed)
        .filter(({ TracingConfig }) => TracingConfig?.Mode !== 'Active')
        .map((it) => it.FunctionName),
    breakingChanges: {
      'not said': withProperty(functionType, 'TracingConfig', undefined),
      'if others are': withProperty(functionType, 'TracingConfig.Mode', 'PassThrough'),
    },
  },
  {
    name: 'every function names itself and its stage to the logger and the metrics',
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
      'no stage told': withProperty(functionType, 'Environment.Variables.STAGE', undefined),
    },
  },
];

/** Every function's properties. */
export function functions(deployed: Deployment) {
  return resourcesOfType(deployed, functionType).map(({ properties }) => parsedFunction(properties));
}
