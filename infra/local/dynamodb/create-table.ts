import { isDeepStrictEqual } from 'node:util';
import { awsJson } from '../http/aws-json.ts';
import type { TablePlan } from '../template/plan.ts';
import { isRecord } from '../template/values.ts';

/**
 * Makes the table, or takes the one that a data folder kept.
 * @throws when the kept one has other keys than the template asks for
 */
export async function createTable(endpoint: string, plan: TablePlan): Promise<void> {
  const call = (operation: string, input: unknown) =>
    awsJson(endpoint, `DynamoDB_20120810.${operation}`, input, { version: '1.0' });
  const listed = await call('ListTables', {});
  if (!Array.isArray(listed.TableNames) || !listed.TableNames.includes(plan.name)) {
    await call('CreateTable', plan.createTable);
    // dynalite makes the table a moment after it answered, even with a creation time of 0 ms.
    for (;;) if ((await describeTable(call, plan.name)).TableStatus === 'ACTIVE') return;
  }
  const kept = await describeTable(call, plan.name);
  if (!isDeepStrictEqual(keysAndIndexes(kept), keysAndIndexes(plan.createTable))) {
    throw new Error(
      `table ${plan.name} in the data folder has other keys than the template; start with an empty folder`,
    );
  }
}

async function describeTable(
  call: (operation: string, input: unknown) => Promise<Record<string, unknown>>,
  name: string,
) {
  const { Table } = await call('DescribeTable', { TableName: name });
  return isRecord(Table) ? Table : {};
}

function keysAndIndexes(table: Readonly<Record<string, unknown>>): unknown {
  const indexes = Array.isArray(table.GlobalSecondaryIndexes) ? table.GlobalSecondaryIndexes : [];
  return {
    keys: table.KeySchema,
    indexes: indexes
      .map(({ IndexName, KeySchema }) => ({ IndexName, KeySchema }))
      .sort((one, other) => String(one.IndexName).localeCompare(String(other.IndexName))),
  };
}
