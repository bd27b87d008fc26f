import * as z from 'zod';
import { type Deployment, ofType, target } from '../deployment.ts';
import { each, type Law } from '../law.ts';
import { parser } from '../parsed.ts';

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

const parsedFunction = parser(functionSchema);

/** What functions run in. */
export const functionLaws: readonly Law[] = [
  {
    name: 'every function runs on Node 24 and arm64, with memory and a timeout that were chosen',
    faults: (deployed) =>
      functions(deployed)
        .filter(
          (it) =>
            it.Runtime !== 'nodejs24.x' ||
            it.Architectures.join() !== 'arm64' ||
            it.MemorySize < 256 ||
            it.Timeout < 10,
        )
        .map((it) => it.FunctionName),
    broken: {
      'an older runtime': each(functionType, 'Runtime', 'nodejs22.x'),
      'the default architecture': each(functionType, 'Architectures', undefined),
      'the default memory': each(functionType, 'MemorySize', undefined),
      'the default timeout': each(functionType, 'Timeout', undefined),
    },
  },
  {
    name: 'every function logs JSON into a group of its own name',
    faults: (deployed) =>
      functions(deployed)
        .filter(({ FunctionName, LoggingConfig }) => {
          if (LoggingConfig?.LogFormat !== 'JSON') return true;
          return (
            target(deployed, LoggingConfig.LogGroup).properties.LogGroupName !== `/aws/lambda/${FunctionName}`
          );
        })
        .map((it) => it.FunctionName),
    broken: {
      'as text': each(functionType, 'LoggingConfig.LogFormat', 'Text'),
      'not said': each(functionType, 'LoggingConfig', undefined),
      'another group': each(
        logType,
        'LogGroupName',
        '/aws/lambda/other',
        ({ id }) => !id.startsWith('HttpApi'),
      ),
    },
  },
  {
    name: 'every log group has an end',
    faults: (deployed) =>
      ofType(deployed, logType)
        .filter(({ properties }) => typeof properties.RetentionInDays !== 'number')
        .map(({ id }) => id),
    broken: { 'kept for ever': each(logType, 'RetentionInDays', undefined) },
  },
  {
    name: 'every function is traced',
    faults: (deployed) =>
      functions(deployed)
        .filter(({ TracingConfig }) => TracingConfig?.Mode !== 'Active')
        .map((it) => it.FunctionName),
    broken: {
      'not said': each(functionType, 'TracingConfig', undefined),
      'if others are': each(functionType, 'TracingConfig.Mode', 'PassThrough'),
    },
  },
  {
    name: 'every function names itself and its stage to the logger and the metrics',
    faults: (deployed) =>
      functions(deployed)
        .filter(
          ({ FunctionName, Environment: { Variables } }) =>
            FunctionName !== `${Variables.STAGE}-${Variables.POWERTOOLS_SERVICE_NAME}`,
        )
        .map((it) => it.FunctionName),
    broken: {
      'no name': each(functionType, 'Environment.Variables.POWERTOOLS_SERVICE_NAME', undefined),
      'no stage in its name': each(functionType, 'FunctionName', 'send-mail'),
      'no stage told': each(functionType, 'Environment.Variables.STAGE', undefined),
    },
  },
];

/** Every function's properties. */
export function functions(deployed: Deployment) {
  return ofType(deployed, functionType).map(({ properties }) => parsedFunction(properties));
}
