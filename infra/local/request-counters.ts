/**
 * Who is asked: one count for each stand-in; `polling` is what the stack itself asks of SQS (mappings, SNS, samples), `scanned`
 * counts the items, not the requests, that DynamoDB read for queries and scans (its ScannedCount).
 */
export type CountedService = 'dynamodb' | 'sqs' | 'ses' | 'secrets' | 'polling' | 'scanned';

/** Requests by service and operation, as counted at the stand-ins. */
export type CounterSnapshot = Readonly<Record<CountedService, Readonly<Record<string, number>>>>;

/** Counts requests at the stand-ins. */
export class RequestCounters {
  #counts = zeroCounts();

  count(service: CountedService, operation: string, by = 1): void {
    const counts = this.#counts[service];
    counts[operation] = (counts[operation] ?? 0) + by;
  }

  reset(): void {
    this.#counts = zeroCounts();
  }

  /** A copy of the counts as they are now. */
  snapshot(): CounterSnapshot {
    return structuredClone(this.#counts);
  }
}

function zeroCounts(): Record<CountedService, Record<string, number>> {
  return { dynamodb: {}, sqs: {}, ses: {}, secrets: {}, polling: {}, scanned: {} };
}
