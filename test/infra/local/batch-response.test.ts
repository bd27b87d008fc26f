import { describe, expect, it } from 'vitest';
import { failedMessageIds } from '../../../infra/local/mapping/batch-response.ts';

const batch = ['a', 'b'];
const keep = (...ids: unknown[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

describe('the answer to a batch', () => {
  it.each([
    ['nothing', null],
    ['an empty object', {}],
    ['no failures', keep()],
    ['null failures', { batchItemFailures: null }],
  ])('counts as a success: %s', (_name, answer) => {
    expect(failedMessageIds(answer, batch, true)).toEqual(new Set());
  });

  it('keeps the messages it names', () => {
    expect(failedMessageIds(keep('b'), batch, true)).toEqual(new Set(['b']));
  });

  it.each([
    ['text', 'ok'],
    ['a list', []],
    ['failures that are no list', { batchItemFailures: 'a' }],
    ['an id of another batch', keep('a', 'z')],
    ['an empty id', keep('')],
    ['a null id', keep(null)],
    ['a misspelled key', { batchItemFailures: [{ itemIdentifer: 'a' }] }],
  ])('fails the whole batch: %s', (_name, answer) => {
    expect(failedMessageIds(answer, batch, true)).toBe('all');
  });

  it('means nothing when the mapping does not ask for it', () => {
    expect(failedMessageIds(keep('a'), batch, false)).toEqual(new Set());
  });
});
