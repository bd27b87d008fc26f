import { type DeployedResource, type Deployment, resourcesOfType } from '../stages.ts';
import { type Invariant, withProperty } from './invariant.ts';

export const tableType = 'AWS::DynamoDB::Table';
export const secretType = 'AWS::SecretsManager::Secret';

const keyType = 'AWS::KMS::Key';
const kept = [tableType, secretType, keyType, 'AWS::SQS::Queue', 'AWS::Events::EventBus'];

/** What may be in the way of a first deployment: it has a name that may be taken. */
const named = [...kept, 'AWS::KMS::Alias', 'AWS::SES::EmailIdentity', 'AWS::SES::ConfigurationSet'];

/** What must not be lost. */
export const storageInvariants: readonly Invariant[] = [
  {
    name: 'every table can be put back to any moment, is encrypted and cannot be deleted by mistake',
    violations: (deployed) =>
      resourcesOfType(deployed, tableType)
        .filter(({ properties }) => !isKept(properties))
        .map(({ id }) => id),
    breakingChanges: {
      'no point in time': withProperty(tableType, 'PointInTimeRecoverySpecification', undefined),
      'recovery switched off': withProperty(
        tableType,
        'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled',
        false,
      ),
      'no encryption': withProperty(tableType, 'SSESpecification', undefined),
      'no protection': withProperty(tableType, 'DeletionProtectionEnabled', undefined),
    },
  },
  {
    name: 'what holds data, or what others hang on, outlives its stack',
    violations: (deployed) =>
      kept
        .flatMap((type) => resourcesOfType(deployed, type))
        .filter(
          ({ deletionPolicy, replacePolicy }) => !isRetained(deletionPolicy) || replacePolicy !== 'Retain',
        )
        .map(({ id }) => id),
    breakingChanges: {
      'deleted with it': eachKept((resource) => ({ ...resource, deletionPolicy: 'Delete' })),
      'not said': eachKept((resource) => ({ ...resource, deletionPolicy: undefined })),
      'deleted when it is replaced': eachKept((resource) => ({ ...resource, replacePolicy: undefined })),
    },
  },
  {
    name: 'every table is made after all that may fail: it alone is protected against being taken away again',
    violations: (deployed) =>
      resourcesOfType(deployed, tableType).flatMap((table) =>
        named
          .filter((type) => type !== tableType)
          .flatMap((type) => resourcesOfType(deployed, type))
          .filter(({ id }) => !table.dependsOn.includes(id))
          .map(({ id }) => `${table.id} does not wait for ${id}`),
      ),
    breakingChanges: {
      'before them all': eachTable(() => [[]]),
      'before one of them': eachTable(({ dependsOn }, deployed) =>
        dependsOn
          .filter((id) => deployed.resources.some((one) => one.id === id && named.includes(one.type)))
          .map((gone) => dependsOn.filter((id) => id !== gone)),
      ),
    },
  },
  {
    name: 'every key of ours is replaced every year and on',
    violations: (deployed) =>
      resourcesOfType(deployed, keyType)
        .filter(({ properties }) => properties.EnableKeyRotation !== true || properties.Enabled === false)
        .map(({ id }) => id),
    breakingChanges: {
      'never replaced': withProperty(keyType, 'EnableKeyRotation', undefined),
      off: withProperty(keyType, 'Enabled', false),
    },
  },
];

function isKept(properties: Readonly<Record<string, unknown>>): boolean {
  const { PointInTimeRecoverySpecification: recovery, SSESpecification: encryption } = properties;
  return (
    JSON.stringify(recovery) === '{"PointInTimeRecoveryEnabled":true}' &&
    JSON.stringify(encryption) === '{"SSEEnabled":true}' &&
    properties.DeletionProtectionEnabled === true
  );
}

/** A first deployment that fails may take what it made with it. */
function isRetained(policy: string | undefined): boolean {
  return policy === 'Retain' || policy === 'RetainExceptOnCreate';
}

/** Every deployment in which one table waits for others. */
function eachTable(
  others: (table: DeployedResource, deployed: Deployment) => readonly (readonly string[])[],
) {
  return (deployed: Deployment): readonly Deployment[] =>
    resourcesOfType(deployed, tableType).flatMap((table) =>
      others(table, deployed).map((dependsOn) => ({
        ...deployed,
        resources: deployed.resources.map((it) => (it === table ? { ...table, dependsOn } : it)),
      })),
    );
}

function eachKept(change: (resource: DeployedResource) => DeployedResource) {
  return (deployed: Deployment): readonly Deployment[] =>
    deployed.resources
      .filter(({ type }) => kept.includes(type))
      .map((chosen) => ({
        ...deployed,
        resources: deployed.resources.map((it) => (it === chosen ? change(it) : it)),
      }));
}
