import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type Answer,
  answerKey,
  claimAnswer,
  markAnswerQueued,
  parseAnswer,
} from '../../shared/store/answer-store.ts';
import { readCases, readWholeCase } from '../../shared/store/case-store.ts';
import { itemName } from '../../shared/store/table.ts';
import { ingested, NOON } from '../fixtures/fold-events.ts';
import { CASE_KEY, caseQuery, processCase } from './process-case.ts';
import { startTable } from './start-table.ts';

let store: Awaited<ReturnType<typeof startTable>>;
beforeEach(async () => {
  store = await startTable();
});
afterEach(() => store.close());

const approve: Answer = { decision: 'approve', at: NOON, isQueued: false };
const decline: Answer = { decision: 'decline', at: NOON + 1, isQueued: false };

async function storedItem(invitationId: string) {
  const { pk, sk } = answerKey(invitationId);
  return (await store.table.get([{ pk, sk }])).get(itemName(pk, sk));
}

test('of two answers to an invitation the first one counts', async () => {
  expect(await claimAnswer(store.table, 'i-1', approve)).toEqual(approve);
  expect(await claimAnswer(store.table, 'i-1', decline)).toEqual(approve);
  expect(await claimAnswer(store.table, 'i-2', decline)).toEqual(decline);
  expect([parseAnswer(await storedItem('i-1')), parseAnswer(await storedItem('i-2'))]).toEqual([
    approve,
    decline,
  ]);
});

test('two answers at the same moment agree on one', async () => {
  const [one, other] = await Promise.all([
    claimAnswer(store.table, 'i-1', approve),
    claimAnswer(store.table, 'i-1', decline),
  ]);
  expect(one).toEqual(other);
});

test('an answer that DynamoDB deletes while it is read is given again', async () => {
  await claimAnswer(store.table, 'i-1', decline);
  const { get } = store.table;
  store.table.get = async function deleteFirst(keys) {
    await this.write([], keys);
    this.get = get;
    return this.get(keys);
  };
  expect(await claimAnswer(store.table, 'i-1', approve)).toEqual(approve);
});

test('an answer is kept for 400 days under a key of its own', async () => {
  await claimAnswer(store.table, 'i-1', approve);
  expect(await storedItem('i-1')).toEqual({
    pk: { S: 'ANSWER#i-1' },
    sk: { S: 'ANSWER' },
    decision: { S: 'approve' },
    at: { N: String(NOON) },
    queued: { BOOL: false },
    expiresAt: { N: String(NOON / 1000 + 400 * 86_400) },
  });
});

test('an answer that is queued keeps its decision and its time', async () => {
  await claimAnswer(store.table, 'i-1', decline);
  await markAnswerQueued(store.table, 'i-1', decline);
  expect(parseAnswer(await storedItem('i-1'))).toEqual({ ...decline, isQueued: true });
});

test('marking an answer as queued makes no new answer', async () => {
  await markAnswerQueued(store.table, 'i-1', approve);
  expect(parseAnswer(await storedItem('i-1'))).toBeNull();
});

test('a case is read with the answer to the invitation that a query names, in the same request', async () => {
  await processCase(store.table, [ingested(0)]);
  await claimAnswer(store.table, 'i-1', approve);
  const query = { ...caseQuery([]), invitationId: 'i-1' };
  store.counters.reset();
  const [read] = (await readCases(store.table, [query])).cases.values();
  expect(read?.answer).toEqual(approve);
  expect(store.counters.snapshot().dynamodb).toEqual({ BatchGetItem: 1 });
  expect((await readWholeCase(store.table, query)).answer).toEqual(approve);
  const [other] = (await readCases(store.table, [{ ...query, invitationId: 'i-2' }])).cases.values();
  const [none] = (await readCases(store.table, [caseQuery([])])).cases.values();
  expect([other?.answer, none?.answer]).toEqual([null, null]);
});

test('a case that was never written may have an answer', async () => {
  await claimAnswer(store.table, 'i-1', approve);
  const query = { ...CASE_KEY, subscriptionIds: [], eventKeys: [], invitationId: 'i-1' };
  expect(await readWholeCase(store.table, query)).toMatchObject({ version: 0, dueAt: null, answer: approve });
});
