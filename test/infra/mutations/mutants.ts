import { isDeadLetters, isSource, mappingType, queueType } from '../invariants/queues.ts';
import type { DeployedResource, Deployment, Value } from '../stages.ts';

/** A deployment without exactly one thing. */
export interface Mutant {
  /** The kind of thing: `a dead-letter queue`. */
  readonly kind: string;
  /** Which one: the resource's logical id and what of it. */
  readonly what: string;
  readonly deployed: Deployment;
}

/** Creates the mutants of one kind. */
export type Operator = (deployed: Deployment) => readonly Mutant[];

type Chosen = (resource: DeployedResource) => boolean;

/** Removes each chosen resource of a type. */
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

/** Removes a property (`Outer.Inner` for a nested one) of each resource of the type. */
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

/** Removes each entry of a map property. */
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

/** Creates a mutant with other properties of one resource. */
export function mutant(
  kind: string,
  part: string,
  deployed: Deployment,
  resource: DeployedResource,
  properties: Readonly<Record<string, Value>>,
): Mutant {
  return replaced(kind, part, deployed, resource, { ...resource, properties });
}

/** Creates a mutant with one replaced resource. */
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

/** Returns a map, or an empty map for any other value. */
export function asMap(value: Value | undefined): Readonly<Record<string, Value>> {
  const isMap = typeof value === 'object' && value !== null && !isList(value);
  return isMap ? value : {};
}

/** Whether a value is a list. `Array.isArray` does not narrow read-only lists. */
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

/** A statement of a policy, and a function that replaces the statements of that policy. */
interface Found {
  readonly statement: Readonly<Record<string, Value>>;
  readonly place: string;
  readonly put: (others: readonly Value[]) => Value;
}

/** Removes each chosen statement of every policy. */
export function statementGone(kind: string, wanted: (statement: Found['statement']) => boolean): Operator {
  return changed(({ statement, place, put }) =>
    wanted(statement) ? [{ kind, part: place, value: put([]) }] : [],
  );
}

/** Removes each condition key of each statement. */
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

/** Removes each action of each role, and adds an action to each role. */
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

/** Returns the elements of all lists named `Statement` in a value. */
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

/** The mutations of every kind of thing that must not go missing. */
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

/** Removes the deletion or replacement policy of each retained resource. */
function policyGone(kind: string, policy: 'deletionPolicy' | 'replacePolicy'): Operator {
  return (deployed) =>
    deployed.resources
      .filter((resource) => /^Retain/.test(resource[policy] ?? ''))
      .map((resource) => replaced(kind, policy, deployed, resource, { ...resource, [policy]: undefined }));
}
