import { type DeployedResource, type Deployment, resourcesOfType } from '../stages.ts';
import { type Invariant, withProperty } from './invariant.ts';

export const tableType = 'AWS::DynamoDB::Table';
export const secretType = 'AWS::SecretsManager::Secret';

const keyType = 'AWS::KMS::Key';
const kept = [tableType, secretType, keyType, 'AWS::SQS::Queue', 'AWS::Events::EventBus'];

/** Resource types whose creation may fail because their name is taken. */
const named = [...kept, 'AWS::KMS::Alias', 'AWS::SES::EmailIdentity', 'AWS::SES::ConfigurationSet'];

/** Resource types that outlive their stack. */
export const storageInvariants: readonly Invariant[] = [
  {
    name: 'every table has point-in-time recovery, encryption and deletion protection',
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
    name: 'every resource with data or with external references outlives its stack',
    violations: (deployed) =>
      kept
        .flatMap((type) => resourcesOfType(deployed, type))
        .filter(
          ({ deletionPolicy, replacePolicy }) => !isRetained(deletionPolicy) || replacePolicy !== 'Retain',
        )
        .map(({ id }) => id),
    breakingChanges: {
      'deleted with it': eachKept((resource) => ({ ...resource, deletionPolicy: 'Delete' })),
      'the property is missing': eachKept((resource) => ({ ...resource, deletionPolicy: undefined })),
      'deleted when it is replaced': eachKept((resource) => ({ ...resource, replacePolicy: undefined })),
    },
  },
  {
    name: 'every table is created after everything that may fail, because only the table has deletion protection',
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
    name: 'every key is enabled and rotated every year',
    violations: (deployed) =>
      resourcesOfType(deployed, keyType)
        .filter(({ properties }) => properties.EnableKeyRotation !== true || properties.Enabled === false)
        .map(({ id }) => id),
    breakingChanges: {
      'no rotation': withProperty(keyType, 'EnableKeyRotation', undefined),
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

/** A first deployment that fails may delete what it created. */
function isRetained(policy: string | undefined): boolean {
  return policy === 'Retain' || policy === 'RetainExceptOnCreate';
}

/** Returns deployments with other dependencies of one table each. */
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
