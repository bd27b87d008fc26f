import { isDeadLetters, isSource, mappingType, queueType } from '../invariants/queues.ts';
import type { DeployedResource, Deployment, Value } from '../stages.ts';

/** A deployment from which exactly one thing was taken. */
export interface Mutant {
  /** The kind of thing: `a dead-letter queue`. */
  readonly kind: string;
  /** Which one: the resource's logical id and what of it. */
  readonly what: string;
  readonly deployed: Deployment;
}

/** Makes mutants of one kind. */
export type Operator = (deployed: Deployment) => readonly Mutant[];

type Chosen = (resource: DeployedResource) => boolean;

/** Takes away each chosen resource of a type. */
export function resourceGone(kind: string, type: string, chosen: Chosen = () => true): Operator {
  return (deployed) =>
    deployed.resources
      .filter((resource) => resource.type === type && chosen(resource))
      .map((gone) => ({
        kind,
        what: gone.id,
        deployed: { ...deployed, resources: deployed.resources.filter((one) => one !== gone) },
      }));
}

/** Takes away a property, `Outer.Inner` for a nested one, wherever a resource of the type has it. */
export function propertyGone(
  kind: string,
  type: string,
  path: string,
  chosen: Chosen = () => true,
): Operator {
  const steps = path.split('.');
  return (deployed) =>
    deployed.resources
      .filter((resource) => resource.type === type && chosen(resource) && has(resource.properties, steps))
      .map((resource) => mutant(kind, path, deployed, resource, lacking(resource.properties, steps)));
}

/** Takes away each entry of a property that is a map. */
export function entriesGone(kind: string, type: string, path: string): Operator {
  return (deployed) =>
    deployed.resources
      .filter((resource) => resource.type === type)
      .flatMap((resource) =>
        Object.keys(asMap(resource.properties[path])).map((entry) =>
          mutant(kind, entry, deployed, resource, lacking(resource.properties, [path, entry])),
        ),
      );
}

/** A mutant in which one resource has other properties. */
export function mutant(
  kind: string,
  part: string,
  deployed: Deployment,
  resource: DeployedResource,
  properties: Readonly<Record<string, Value>>,
): Mutant {
  return replaced(kind, part, deployed, resource, { ...resource, properties });
}

/** A mutant in which one resource is another. */
export function replaced(
  kind: string,
  part: string,
  deployed: Deployment,
  resource: DeployedResource,
  by: DeployedResource,
): Mutant {
  const resources = deployed.resources.map((one) => (one === resource ? by : one));
  return { kind, what: `${resource.id} ${part}`, deployed: { ...deployed, resources } };
}

/** A value as a map; what is none is an empty one. */
export function asMap(value: Value | undefined): Readonly<Record<string, Value>> {
  const isMap = typeof value === 'object' && value !== null && !isList(value);
  return isMap ? value : {};
}

/** Whether a value is a list: what `Array.isArray` does not tell of read-only ones. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

function has(properties: Readonly<Record<string, Value>>, [step = '', ...rest]: readonly string[]): boolean {
  if (!Object.hasOwn(properties, step)) return false;
  return rest.length === 0 || has(asMap(properties[step]), rest);
}

function lacking(
  properties: Readonly<Record<string, Value>>,
  [step = '', ...rest]: readonly string[],
): Readonly<Record<string, Value>> {
  const { [step]: present, ...others } = properties;
  return rest.length === 0 ? others : { ...others, [step]: lacking(asMap(present), rest) };
}

/** A statement of any policy, and a way to put others in the place of all beside it. */
interface Found {
  readonly statement: Readonly<Record<string, Value>>;
  readonly place: string;
  readonly put: (others: readonly Value[]) => Value;
}

/** Takes away each whole statement that the choice wants, of every policy of every resource. */
export function statementGone(kind: string, wanted: (statement: Found['statement']) => boolean): Operator {
  return changed(({ statement, place, put }) =>
    wanted(statement) ? [{ kind, part: place, value: put([]) }] : [],
  );
}

/** Takes away each condition of each statement: every key by itself. */
export function conditionGone(kind: string): Operator {
  return changed(({ statement, place, put }) =>
    Object.entries(asMap(statement.Condition)).flatMap(([operator, keys]) =>
      Object.keys(asMap(keys)).map((key) => {
        const { [key]: _, ...left } = asMap(keys);
        const { [operator]: __, ...operators } = asMap(statement.Condition);
        const Condition = Object.keys(left).length > 0 ? { ...operators, [operator]: left } : operators;
        return { kind, part: `${place} ${operator} ${key}`, value: put([{ ...statement, Condition }]) };
      }),
    ),
  );
}

/** Takes away each action that a role is allowed, and lets each role do one more. */
export function actionChanged(kind: string): Operator {
  return changed(({ statement, place, put }, type) => {
    const { Action, Principal } = statement;
    if (type !== 'AWS::IAM::Role' || Principal !== undefined) return [];
    const actions = isList(Action) ? Action : [Action ?? ''];
    const others = [
      ...actions.map((gone) => ({ said: `without ${gone}`, left: actions.filter((one) => one !== gone) })),
      { said: 'and one more', left: [...actions, 's3:GetObject'] },
    ];
    return others.map(({ said, left }) => {
      const value = left.length > 0 ? put([{ ...statement, Action: left }]) : put([]);
      return { kind, part: `${place} ${said}`, value };
    });
  });
}

type Change = { readonly kind: string; readonly part: string; readonly value: Value };

function changed(changes: (found: Found, type: string) => readonly Change[]): Operator {
  return (deployed): readonly Mutant[] =>
    deployed.resources.flatMap((resource) =>
      Object.entries(resource.properties).flatMap(([name, property]) =>
        statementsIn(property, name, (value) => value)
          .flatMap((found) => changes(found, resource.type))
          .map(({ kind, part, value }) =>
            mutant(kind, part, deployed, resource, { ...resource.properties, [name]: value }),
          ),
      ),
    );
}

/** Every element of every list called `Statement` inside a value. */
function statementsIn(value: Value, place: string, put: (value: Value) => Value): readonly Found[] {
  if (isList(value)) {
    return value.flatMap((item, i) =>
      statementsIn(item, `${place}[${i}]`, (other) => put(value.with(i, other))),
    );
  }
  const map = asMap(value);
  return Object.entries(map).flatMap(([key, item]) => {
    const putItem = (other: Value) => put({ ...map, [key]: other });
    if (key !== 'Statement' || !isList(item)) return statementsIn(item, `${place}.${key}`, putItem);
    return item.map((statement, i) => ({
      statement: asMap(statement),
      place: `${place} statement ${i + 1}`,
      put: (others: readonly Value[]) => putItem(item.toSpliced(i, 1, ...others)),
    }));
  });
}

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
