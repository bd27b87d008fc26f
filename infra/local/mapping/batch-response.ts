import { isRecord } from '../template/values.ts';

/**
 * Which messages of a batch Lambda leaves in the queue, by what the function answered.
 * Source: AWS Lambda developer guide, "Handling errors for an SQS event source", success and failure conditions.
 * @returns message ids to keep; `'all'` when the answer counts as a failure of the whole batch
 */
export function failedMessageIds(
  answer: unknown,
  batch: readonly string[],
  reportsItemFailures: boolean,
): ReadonlySet<string> | 'all' {
  if (!reportsItemFailures || answer === null || answer === undefined) return new Set();
  if (!isRecord(answer)) return 'all';
  const failures = answer.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return 'all';
  const failed = new Set<string>();
  for (const failure of failures) {
    const id: unknown = isRecord(failure) ? failure.itemIdentifier : undefined;
    if (typeof id !== 'string' || !batch.includes(id)) return 'all';
    failed.add(id);
  }
  return failed;
}
