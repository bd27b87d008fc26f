import { createHash, randomInt } from 'node:crypto';
import { localArn } from '../../aws-names.ts';
import { isRecord } from '../is-record.ts';
import type { Properties, Resource, ResourceType } from '../resource-type.ts';

const tableName = (resource: Resource) => resource.textOf('TableName') ?? resource.generatedName;

const skippedTableProperties = {
  TimeToLiveSpecification: 'dynalite deletes no expired items; the product does not rely on it',
  PointInTimeRecoverySpecification: 'a backup of AWS',
  SSESpecification: 'encryption at rest is AWS’s',
  DeletionProtectionEnabled: 'the table lives and dies with the data folder',
  ContributorInsightsSpecification: 'a metric of AWS',
  TableClass: 'a price',
  Tags: 'for the bill',
};

export const table: ResourceType = {
  ref: tableName,
  attributes: { Arn: (resource) => localArn('dynamodb', `table/${tableName(resource)}`) },
  run(properties, plan, resource) {
    properties.skip({ TableName: 'read as the resource’s name', ...skippedTableProperties });
    properties.only('BillingMode', 'PAY_PER_REQUEST');
    const indexes = properties.objects('GlobalSecondaryIndexes').map(globalIndex);
    plan.tables.push({
      name: tableName(resource),
      createTable: {
        TableName: tableName(resource),
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: properties.whole('KeySchema'),
        AttributeDefinitions: properties.whole('AttributeDefinitions'),
        ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
      },
    });
  },
};

function globalIndex(properties: Properties): Record<string, unknown> {
  return {
    IndexName: properties.text('IndexName'),
    KeySchema: properties.whole('KeySchema'),
    Projection: properties.whole('Projection'),
  };
}

const secretName = (resource: Resource) => resource.textOf('Name') ?? resource.generatedName;

/** Secrets Manager hangs six characters on a secret's name; here they follow from the name, so that an ARN survives a restart. */
function secretArn(resource: Resource): string {
  const suffix = createHash('sha256').update(secretName(resource)).digest('hex').slice(0, 6);
  return localArn('secretsmanager', `secret:${secretName(resource)}-${suffix}`);
}

export const secret: ResourceType = {
  ref: secretArn,
  attributes: { Id: secretArn },
  run(properties, plan, resource) {
    properties.skip({
      Name: 'read as the resource’s name',
      Description: 'for people',
      KmsKeyId: 'encryption at rest is AWS’s',
      Tags: 'for the bill',
    });
    const fixed = properties.optionalText('SecretString');
    const recipe = properties.optionalObject('GenerateSecretString');
    const generate = recipe === undefined ? () => fixed ?? '' : generator(recipe);
    plan.secrets.push({ name: secretName(resource), arn: secretArn(resource), generate });
  },
};

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const digits = '0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

function generator(recipe: Properties): () => string {
  const length = recipe.optionalNumber('PasswordLength') ?? 32;
  const excluded = recipe.optionalText('ExcludeCharacters') ?? '';
  const alphabet = `${letters}${digits}${recipe.optionalFlag('ExcludePunctuation') === true ? '' : punctuation}`;
  const allowed = [...alphabet].filter((character) => !excluded.includes(character));
  recipe.skip({
    RequireEachIncludedType: 'true by default; 64 random characters hold every type almost surely',
  });
  const template: unknown = JSON.parse(recipe.optionalText('SecretStringTemplate') ?? '{}');
  const key = recipe.optionalText('GenerateStringKey');
  return () => {
    const password = Array.from({ length }, () => allowed[randomInt(allowed.length)]).join('');
    return key === undefined
      ? password
      : JSON.stringify({ ...(isRecord(template) && template), [key]: password });
  };
}
