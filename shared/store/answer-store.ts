import { type Item, type ItemKey, itemName, type Table } from './table.ts';

/**
 * The customer's first answer to an invitation on the page. It is written before its event is queued, under a condition, so
 * of two answers exactly one is the first, however long the queue takes (contract §5). It names no person.
 */
export interface Answer {
  readonly decision: 'approve' | 'decline';
  /** When the customer gave it; epoch milliseconds. It is the time of the event. */
  readonly at: number;
  /** Whether its event certainly is in the queue. Until then, the customer was told to try again. */
  readonly isQueued: boolean;
}

/** Days an answer is kept: longer than any message may be redelivered. */
const KEPT_DAYS = 400;

/** The key of the answer to an invitation. The approval page may write under no other key. */
export function answerKey(invitationId: string): ItemKey {
  return { pk: `ANSWER#${invitationId}`, sk: 'ANSWER' };
}

/** Parses an answer. Without an item, nobody has answered. */
export function parseAnswer(item: Item | undefined): Answer | null {
  if (!item) return null;
  return {
    decision: item.decision?.S === 'approve' ? 'approve' : 'decline',
    at: Number(item.at?.N),
    isQueued: item.queued?.BOOL === true,
  };
}

/** Stores an answer if it is the first. @returns the first answer: this one, or the one that was faster */
export async function claimAnswer(table: Table, invitationId: string, answer: Answer): Promise<Answer> {
  const key = answerKey(invitationId);
  for (;;) {
    const isFirst = await table.putIf(answerItem(invitationId, answer), {
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    if (isFirst) return answer;
    const first = parseAnswer((await table.get([key])).get(itemName(key.pk, key.sk)));
    // It is missing only if DynamoDB deleted it just now, because its time was over.
    if (first) return first;
  }
}

/** Records that the event of the first answer is in the queue. From now on the page shows the answer. */
export async function markAnswerQueued(table: Table, invitationId: string, first: Answer): Promise<void> {
  await table.putIf(answerItem(invitationId, { ...first, isQueued: true }), {
    ConditionExpression: 'attribute_exists(pk)',
  });
}

function answerItem(invitationId: string, { decision, at, isQueued }: Answer): Item {
  const { pk, sk } = answerKey(invitationId);
  return {
    pk: { S: pk },
    sk: { S: sk },
    decision: { S: decision },
    at: { N: String(at) },
    queued: { BOOL: isQueued },
    expiresAt: { N: String(Math.floor(at / 1000) + KEPT_DAYS * 86_400) },
  };
}
