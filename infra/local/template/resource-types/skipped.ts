import { localArn } from '../../aws-names.ts';
import type { ResourceType } from '../resource-type.ts';

/** Resource types the local stack leaves out as a whole, each with the reason. */
export const skippedTypes: Readonly<Record<string, string>> = {
  'AWS::SQS::QueuePolicy': 'a permission; the stand-ins ask for none',
  'AWS::SNS::TopicPolicy': 'a permission; the stand-ins ask for none',
  'AWS::Lambda::Permission': 'a permission; the stand-ins ask for none',
  'AWS::IAM::Role': 'a permission; the stand-ins ask for none',
  'AWS::IAM::Policy': 'a permission; the stand-ins ask for none',
  'AWS::KMS::Key': 'encryption at rest is AWS’s',
  'AWS::KMS::Alias': 'as above',
  'AWS::Events::EventBus': 'nobody listens to it here',
  'AWS::Pipes::Pipe': 'outcomes stay in their queue here, where whoever tries this out reads them',
  'AWS::ApiGatewayV2::DomainName': 'the stand-in answers at its own address',
  'AWS::ApiGatewayV2::ApiMapping': 'as above',
  'AWS::Logs::LogGroup': 'logs go to /_local/logs',
  'AWS::CloudWatch::Dashboard': 'the console is at /_local',
  'AWS::CDK::Metadata': 'says which constructs were used',
};

/** A skipped resource can still be referred to: by its name and a plausible ARN. */
export const skippedType: ResourceType = {
  ref: (resource) => resource.generatedName,
  attributes: { Arn: (resource) => localArn('skipped', resource.generatedName) },
  run(properties) {
    properties.skip(
      Object.fromEntries(properties.names().map((name) => [name, 'the whole type is skipped'])),
    );
  },
};
