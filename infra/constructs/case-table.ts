import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { type StageSettings, stageName } from '../settings/stage-settings.ts';

/** An index of the table, by its name. */
export type IndexName = keyof typeof indexes;

/**
 * Which attribute of a case's head is an index's partition key, which its sort key. An index is made anew in a table that is
 * there already one a deployment at a time (DynamoDB's limit).
 */
const indexes = {
  /** Sparse: only cases for which time will bring about something. */
  due: { partition: 'dueShard', sort: 'dueAt' },
  /** A partner's customers by the status of their relationship. */
  customers: { partition: 'listPartition', sort: 'listOrder' },
} as const;

/** The one table: cases with their pages, partners and mail records. It outlives its stack, if ever that was deployed. */
export class CaseTable extends Table {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, {
      tableName: stageName(settings, 'cases'),
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // The account's own key, so that its use shows in CloudTrail.
      encryption: TableEncryption.AWS_MANAGED,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    for (const [indexName, { partition, sort }] of Object.entries(indexes)) {
      this.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: partition, type: AttributeType.STRING },
        sortKey: { name: sort, type: AttributeType.STRING },
        // A write that leaves these keys as they are costs the index nothing.
        projectionType: ProjectionType.KEYS_ONLY,
      });
    }
  }
}
