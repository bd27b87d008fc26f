import { inflateRawSync } from 'node:zlib';
import { type AttributeValue, paginateScan } from '@aws-sdk/client-dynamodb';
import { awsClients } from '../infra/local/aws-clients.ts';
import type { Scenario } from './scenario.ts';

/** The table as it lies there, bodies inflated, an item a text. */
export async function readTable({ stack }: Scenario): Promise<string[]> {
  const { dynamodb: client } = awsClients(stack);
  const items: string[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: stack.dynamodb.table }))
    items.push(...Items.map(asText));
  return items.sort();
}

function asText({ body, ...rest }: Record<string, AttributeValue>): string {
  return `${JSON.stringify(rest)} ${body?.B ? inflateRawSync(body.B).toString() : ''}`;
}

/** All messages of all queues, dead letters too. */
function messagesOf({ stack }: Scenario): string[] {
  return Object.keys(stack.sqs.queues).flatMap((name) => stack.peek(name).map(({ body }) => body));
}

/**
 * What, of all that is kept in table, queues and logs, holds one of these words, in any letter case.
 * @param lines every line that functions have written
 */
export async function findPersonalData(
  s: Scenario,
  words: readonly string[],
  lines: readonly string[],
): Promise<string[]> {
  const kept = [...(await readTable(s)), ...messagesOf(s), ...lines].map((text) => text.toLowerCase());
  return kept.filter((text) => words.some((word) => text.includes(word.toLowerCase())));
}
