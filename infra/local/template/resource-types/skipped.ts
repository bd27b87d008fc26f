import { localArn } from '../../aws-names.ts';
import type { ResourceType } from '../resource-type.ts';

/** Resource types the local stack leaves out as a whole, each with the reason. */
export const skippedTypes: Readonly<Record<string, string>> = {
  'AWS::SQS::QueuePolicy': 'a permission; the stand-ins check none',
  'AWS::SNS::TopicPolicy': 'a permission; the stand-ins check none',
  'AWS::Lambda::Permission': 'a permission; the stand-ins check none',
  'AWS::IAM::Role': 'a permission; the stand-ins check none',
  'AWS::IAM::Policy': 'a permission; the stand-ins check none',
  'AWS::KMS::Key': 'encryption at rest; the stand-ins do not encrypt',
  'AWS::KMS::Alias': 'as above',
  'AWS::Events::EventBus': 'it has no consumers here',
  'AWS::Pipes::Pipe': 'outcomes stay in their queue here, where you can read them',
  'AWS::ApiGatewayV2::DomainName': 'the stand-in has its own address',
  'AWS::ApiGatewayV2::ApiMapping': 'as above',
  'AWS::Logs::LogGroup': 'logs go to /_local/logs',
  'AWS::CloudWatch::Dashboard': 'the console is at /_local',
  'AWS::CDK::Metadata': 'says which constructs were used',
};

/** Other resources can refer to a skipped one: it has a name and an ARN. */
export const skippedType: ResourceType = {
  ref: (resource) => resource.generatedName,
  attributes: { Arn: (resource) => localArn('skipped', resource.generatedName) },
  run(properties) {
    properties.skip(
      Object.fromEntries(properties.names().map((name) => [name, 'the whole type is skipped'])),
    );
  },
};
