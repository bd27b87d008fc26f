import { type DeployedResource, type Deployment, ofType } from '../deployment.ts';
import { each, type Law } from '../law.ts';

export const tableType = 'AWS::DynamoDB::Table';
export const secretType = 'AWS::SecretsManager::Secret';

const keyType = 'AWS::KMS::Key';
const kept = [tableType, secretType, keyType, 'AWS::SQS::Queue', 'AWS::Events::EventBus'];

/** What must not be lost. */
export const storageLaws: readonly Law[] = [
  {
    name: 'every table can be put back to any moment, is encrypted and cannot be deleted by mistake',
    faults: (deployed) =>
      ofType(deployed, tableType)
        .filter(({ properties }) => !isKept(properties))
        .map(({ id }) => id),
    broken: {
      'no point in time': each(tableType, 'PointInTimeRecoverySpecification', undefined),
      'recovery switched off': each(
        tableType,
        'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled',
        false,
      ),
      'no encryption': each(tableType, 'SSESpecification', undefined),
      'no protection': each(tableType, 'DeletionProtectionEnabled', undefined),
    },
  },
  {
    name: 'what holds data, or what others hang on, outlives its stack',
    faults: (deployed) =>
      kept
        .flatMap((type) => ofType(deployed, type))
        .filter(
          ({ deletionPolicy, replacePolicy }) => !isRetained(deletionPolicy) || replacePolicy !== 'Retain',
        )
        .map(({ id }) => id),
    broken: {
      'deleted with it': eachKept((resource) => ({ ...resource, deletionPolicy: 'Delete' })),
      'not said': eachKept((resource) => ({ ...resource, deletionPolicy: undefined })),
      'deleted when it is replaced': eachKept((resource) => ({ ...resource, replacePolicy: undefined })),
    },
  },
  {
    name: 'every key of ours is replaced every year and on',
    faults: (deployed) =>
      ofType(deployed, keyType)
        .filter(({ properties }) => properties.EnableKeyRotation !== true || properties.Enabled === false)
        .map(({ id }) => id),
    broken: {
      'never replaced': each(keyType, 'EnableKeyRotation', undefined),
      off: each(keyType, 'Enabled', false),
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

function eachKept(change: (resource: DeployedResource) => DeployedResource) {
  return (deployed: Deployment): readonly Deployment[] =>
    deployed.resources
      .filter(({ type }) => kept.includes(type))
      .map((chosen) => ({
        ...deployed,
        resources: deployed.resources.map((it) => (it === chosen ? change(it) : it)),
      }));
}
