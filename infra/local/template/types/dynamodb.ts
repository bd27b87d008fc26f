import { localArn } from '../../identity.ts';
import type { Properties } from '../properties.ts';
import type { Resource, ResourceType } from '../resource.ts';

const tableName = (resource: Resource) => resource.textOf('TableName') ?? resource.generatedName;

const skippedTableProperties = {
  TimeToLiveSpecification: 'dynalite deletes nothing by itself; no rule of ours relies on it',
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
