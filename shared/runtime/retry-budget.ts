import { type RetryBudget, ServiceError } from './errors.ts';

/** Names that AWS's services and their clients give to trouble that passes: too much traffic, or something of theirs is down. */
const PASSES =
  /throttl|throughputexceeded|requestlimitexceeded|toomanyrequests|slowdown|timeout|unavailable|internal(server|service)?(error|failure)/i;
/** What Node.js says of a network or a host that is not there now. */
const NO_NETWORK = /^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOST|ENET)/;

/** Whether the name of an error of AWS is one of those that pass by themselves. */
export function isTransientErrorName(name: string): boolean {
  return PASSES.test(name);
}

/** How long to go on after an error: our own say so; of others, what AWS's clients and Node.js tell of an outage counts as one. */
export function retryBudgetOf(error: Error): RetryBudget {
  if (error instanceof ServiceError) return error.retryBudget;
  return isOutage(error) ? 'outage' : 'short';
}

/** @see https://smithy.io/2.0/spec/behavior-traits.html#retryable-trait */
function isOutage(error: Error): boolean {
  if (isTransientErrorName(error.name)) return true;
  if ('code' in error && typeof error.code === 'string' && NO_NETWORK.test(error.code)) return true;
  if ('$retryable' in error && error.$retryable !== undefined) return true;
  // The clients take an error they have no name for as the caller's fault, whatever its status.
  return (
    ('$fault' in error && error.$fault === 'server') || statusOf(error) >= 500 || statusOf(error) === 429
  );
}

function statusOf(error: Error): number {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null) return 0;
  const { $metadata } = error;
  return 'httpStatusCode' in $metadata ? Number($metadata.httpStatusCode) || 0 : 0;
}
