import type { DeployedResource } from '../deployment.ts';
import { isDeadLetters, isSource, mappingType, queueType } from '../queue-shapes.ts';
import { entriesGone, type Operator, propertyGone, replaced, resourceGone } from './mutant.ts';
import { actionChanged, conditionGone, statementGone } from './statements.ts';

const stageType = 'AWS::ApiGatewayV2::Stage';
const topicType = 'AWS::SNS::Topic';
const tableType = 'AWS::DynamoDB::Table';
const functionType = 'AWS::Lambda::Function';

const isQueueToQueue = ({ properties }: DeployedResource) => properties.Protocol === 'sqs';

/** Every kind of thing that must not go missing, and the taking of each one. */
export const operators: readonly Operator[] = [
  resourceGone('dead-letter queue', queueType, isDeadLetters),
  propertyGone('redrive policy', queueType, 'RedrivePolicy', isSource),
  propertyGone('redrive policy', queueType, 'RedriveAllowPolicy', isDeadLetters),
  propertyGone('redrive policy', 'AWS::SNS::Subscription', 'RedrivePolicy', isQueueToQueue),
  resourceGone('policy of a queue', 'AWS::SQS::QueuePolicy'),
  resourceGone('policy of a topic', 'AWS::SNS::TopicPolicy'),
  statementGone(
    'TLS only',
    ({ Effect, Condition }) => Effect === 'Deny' && JSON.stringify(Condition).includes('SecureTransport'),
  ),
  propertyGone('TLS only', 'AWS::SES::ConfigurationSet', 'DeliveryOptions'),
  conditionGone('condition of a policy'),
  propertyGone('condition of a policy', 'AWS::Lambda::Permission', 'SourceArn'),
  actionChanged('action of a role'),
  resourceGone('alarm', 'AWS::CloudWatch::Alarm'),
  propertyGone('alarm’s way to people', 'AWS::CloudWatch::Alarm', 'AlarmActions'),
  propertyGone('partial responses', mappingType, 'FunctionResponseTypes'),
  propertyGone('maximum concurrency', mappingType, 'ScalingConfig'),
  propertyGone('visibility timeout', queueType, 'VisibilityTimeout', ({ properties }) =>
    isSource({ properties } as DeployedResource),
  ),
  propertyGone('encryption', queueType, 'SqsManagedSseEnabled'),
  propertyGone('encryption', topicType, 'KmsMasterKeyId'),
  propertyGone('encryption', tableType, 'SSESpecification'),
  propertyGone('encryption', 'AWS::KMS::Key', 'EnableKeyRotation'),
  propertyGone('retention', queueType, 'MessageRetentionPeriod'),
  propertyGone('retention', 'AWS::Logs::LogGroup', 'RetentionInDays'),
  propertyGone('retention', tableType, 'PointInTimeRecoverySpecification'),
  propertyGone('retention', tableType, 'DeletionProtectionEnabled'),
  policyGone('retention', 'deletionPolicy'),
  policyGone('retention', 'replacePolicy'),
  propertyGone('throttle', stageType, 'DefaultRouteSettings'),
  entriesGone('throttle', stageType, 'RouteSettings'),
  propertyGone('access log', stageType, 'AccessLogSettings'),
  propertyGone(
    'authorization',
    'AWS::ApiGatewayV2::Route',
    'AuthorizationType',
    ({ properties }) => properties.AuthorizationType === 'AWS_IAM',
  ),
  propertyGone('tracing', functionType, 'TracingConfig'),
  propertyGone('suppression', 'AWS::SES::ConfigurationSet', 'SuppressionOptions'),
  propertyGone('configuration set', 'AWS::SES::EmailIdentity', 'ConfigurationSetAttributes'),
];

/** Takes away the word that keeps each resource which has one. */
function policyGone(kind: string, policy: 'deletionPolicy' | 'replacePolicy'): Operator {
  return (deployed) =>
    deployed.resources
      .filter((resource) => /^Retain/.test(resource[policy] ?? ''))
      .map((resource) => replaced(kind, policy, deployed, resource, { ...resource, [policy]: undefined }));
}
