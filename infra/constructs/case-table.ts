import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { type StageSettings, stageName } from '../settings/stage-settings.ts';

/** The name of an index. */
export type IndexName = keyof typeof indexes;

/**
 * The indexes over the heads of cases, with their key attributes. DynamoDB adds one index per deployment to an existing table.
 */
const indexes = {
  /** Sparse: only cases with a timer. */
  due: { partition: 'dueShard', sort: 'dueAt' },
  /** The customers of a partner by the status of their relationship. */
  customers: { partition: 'listPartition', sort: 'listOrder' },
} as const;

/** The DynamoDB table: cases with their pages, partners and mail records. It outlives its stack. */
export class CaseTable extends Table {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, {
      tableName: stageName(settings, 'cases'),
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // The account's AWS managed key: its use appears in CloudTrail.
      encryption: TableEncryption.AWS_MANAGED,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    for (const [indexName, { partition, sort }] of Object.entries(indexes)) {
      this.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: partition, type: AttributeType.STRING },
        sortKey: { name: sort, type: AttributeType.STRING },
        // A write that leaves these keys unchanged costs no write on the index.
        projectionType: ProjectionType.KEYS_ONLY,
      });
    }
  }
}
