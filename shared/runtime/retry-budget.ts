import { type RetryBudget, ServiceError } from './errors.ts';

/** Names that AWS services and their clients give to transient errors: throttling, or a service that is down. */
const TRANSIENT =
  /throttl|throughputexceeded|requestlimitexceeded|toomanyrequests|slowdown|timeout|unavailable|internal(server|service)?(error|failure)/i;
/** Node.js codes for a network or host that is unreachable. */
const NO_NETWORK = /^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOST|ENET)/;

/** Whether the name of an AWS error is transient. */
export function isTransientErrorName(name: string): boolean {
  return TRANSIENT.test(name);
}

/** The retry budget of an error. Errors of AWS clients and Node.js that mean an outage have the budget `outage`. */
export function retryBudgetOf(error: Error): RetryBudget {
  if (error instanceof ServiceError) return error.retryBudget;
  return isOutage(error) ? 'outage' : 'short';
}

/** @see https://smithy.io/2.0/spec/behavior-traits.html#retryable-trait */
function isOutage(error: Error): boolean {
  if (isTransientErrorName(error.name)) return true;
  if ('code' in error && typeof error.code === 'string' && NO_NETWORK.test(error.code)) return true;
  if ('$retryable' in error && error.$retryable !== undefined) return true;
  // The clients mark an unknown error as the client's fault, whatever its status.
  return (
    ('$fault' in error && error.$fault === 'server') || statusOf(error) >= 500 || statusOf(error) === 429
  );
}

function statusOf(error: Error): number {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null) return 0;
  const { $metadata } = error;
  return 'httpStatusCode' in $metadata ? Number($metadata.httpStatusCode) || 0 : 0;
}
