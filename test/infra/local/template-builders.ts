import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StackTemplate } from '../../../infra/local/template/stack-template.ts';

export type Resources = Record<
  string,
  { Type: string; Properties?: Record<string, unknown>; Metadata?: object }
>;

/** A stack of hand-written resources, as the synthesizer would hand it over. */
export function stackOf(
  resources: Resources,
  options: { name?: string; outputs?: object } = {},
): StackTemplate {
  const { name = 'fixture', outputs = {} } = options;
  return { name, template: { Resources: resources, Outputs: outputs }, directory: '/' };
}

/** Writes a bundle (`index.mjs`) into a folder of its own. @returns the folder */
export function bundle(source: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'local-stack-bundle-'));
  writeFileSync(join(directory, 'index.mjs'), source);
  return directory;
}

/** A function resource around a bundle. */
export function functionResource(name: string, source: string, properties: Record<string, unknown> = {}) {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { S3Bucket: 'assets', S3Key: 'hash.zip' },
      Timeout: 5,
      ...properties,
    },
    Metadata: { 'aws:asset:path': bundle(source) },
  };
}

/** A queue with its dead-letter queue and a function that consumes it. */
export function consumedQueue(
  name: string,
  source: string,
  options: { queue?: object; mapping?: object; properties?: Record<string, unknown> } = {},
): Resources {
  return {
    [`${name}Dead`]: { Type: 'AWS::SQS::Queue', Properties: { QueueName: `${name}-dlq` } },
    [`${name}Queue`]: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: name,
        VisibilityTimeout: 1,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [`${name}Dead`, 'Arn'] }, maxReceiveCount: 2 },
        ...options.queue,
      },
    },
    [`${name}Function`]: functionResource(`${name}-function`, source, options.properties),
    [`${name}Mapping`]: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': [`${name}Queue`, 'Arn'] },
        FunctionName: { Ref: `${name}Function` },
        BatchSize: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ...options.mapping,
      },
    },
  };
}

/** A rule that starts function `sweep` on a schedule, and the function. */
export function scheduled(
  ScheduleExpression: string,
  properties: Record<string, unknown> = {},
  source = 'export const handler = () => {};',
): Resources {
  const Targets = [{ Id: 'Target0', Arn: { 'Fn::GetAtt': ['Sweep', 'Arn'] } }];
  return {
    Sweep: functionResource('sweep', source),
    Rule: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression, Targets, ...properties } },
  };
}

/** The one table of ours. */
export const tableResource = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: 'cases',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  },
};
