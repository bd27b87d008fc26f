import { isRecord } from './template/is-record.ts';

/** The key attributes of a table, and those of its indexes. */
export interface TableKeys {
  readonly partition: string;
  readonly sort: string | undefined;
  readonly ofIndexes: readonly string[];
}

/** Longest keys, in bytes of UTF-8 (developer guide, “Constraints”). */
const LONGEST = { partition: 2048, sort: 1024 } as const;

/** The key attributes of a table as `DescribeTable` tells them. */
export function tableKeys(table: Readonly<Record<string, unknown>>): TableKeys {
  const [partition = '', sort] = keyNames(table.KeySchema);
  const indexes = Array.isArray(table.GlobalSecondaryIndexes) ? table.GlobalSecondaryIndexes : [];
  return { partition, sort, ofIndexes: indexes.flatMap(({ KeySchema }) => keyNames(KeySchema)) };
}

function keyNames(schema: unknown): string[] {
  return Array.isArray(schema) ? schema.map(({ AttributeName }) => String(AttributeName)) : [];
}

/** The items that a write request puts, by table. */
export function itemsToPut(operation: string, input: unknown): [table: string, item: unknown][] {
  if (!isRecord(input)) return [];
  if (operation === 'PutItem') return [[String(input.TableName), input.Item]];
  if (operation !== 'BatchWriteItem' || !isRecord(input.RequestItems)) return [];
  return Object.entries(input.RequestItems).flatMap(([table, requests]) =>
    Array.isArray(requests)
      ? requests.map(({ PutRequest }): [string, unknown] => [table, PutRequest?.Item])
      : [],
  );
}

/**
 * Why DynamoDB refuses an item that dynalite 4.0.0 accepts: dynalite counts the characters of a key, not its bytes, and takes empty
 * keys of indexes. @returns `undefined` for an item that both accept
 */
export function refusedKey(item: unknown, { partition, sort, ofIndexes }: TableKeys): string | undefined {
  if (!isRecord(item)) return undefined;
  const sizes = [
    [partition, LONGEST.partition],
    [sort, LONGEST.sort],
  ] as const;
  for (const [name, longest] of sizes) {
    if (name !== undefined && Buffer.byteLength(textOf(item[name]) ?? '') > longest) {
      return `One or more parameter values were invalid: Size of ${name} has exceeded the maximum size limit of ${longest} bytes`;
    }
  }
  const empty = ofIndexes.find((name) => textOf(item[name]) === '');
  if (empty === undefined) return undefined;
  return `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: unknown, IndexKey: ${empty}`;
}

function textOf(value: unknown): string | undefined {
  return isRecord(value) && typeof value.S === 'string' ? value.S : undefined;
}
