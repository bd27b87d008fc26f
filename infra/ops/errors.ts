import type { Fault } from '../../shared/events/faults.ts';

/** A fault of one event among several. `place` names the event: `event 2` or `line 7`. */
export interface PlacedFault extends Fault {
  readonly place: string;
}

/** Optional parts of a {@link CliError}. */
export interface CliErrorOptions extends ErrorOptions {
  readonly fix?: string | undefined;
  readonly run?: string | undefined;
  readonly faults?: readonly PlacedFault[];
}

/** A command failed. The message says what went wrong, `fix` what helps, `run` is a command that helps. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: string;
  readonly fix: string | undefined;
  readonly run: string | undefined;
  readonly faults: readonly PlacedFault[];

  constructor(code: string, message: string, { fix, run, faults = [], ...options }: CliErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.fix = fix;
    this.run = run;
    this.faults = faults;
  }
}

/** The command line is wrong: exit code 2. */
export class UsageError extends CliError {
  constructor(message: string, fix?: string, more: Omit<CliErrorOptions, 'fix'> = {}) {
    super('usage', message, { ...more, fix });
  }
}

interface ErrorText {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
}

const LOGIN = 'Log in again (for example with `aws sso login`), or choose another profile with --profile.';

/** Turns any error into a {@link CliError}. Errors of AWS, the network and the file system get a plain message. */
export function toCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  const { code, message, fix } = describeError(error);
  return new CliError(code, message, { fix, cause: error });
}

function describeError(error: unknown): ErrorText {
  if (!(error instanceof Error)) return { code: 'unknown', message: 'An unexpected error occurred.' };
  const code = codeOf(error);
  const { name } = error;
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return {
      code: 'no-credentials',
      message: `There are no usable AWS credentials: ${error.message}`,
      fix: LOGIN,
    };
  }
  if (/^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/.test(name)) {
    return { code: 'credentials-expired', message: 'The AWS credentials have expired.', fix: LOGIN };
  }
  if (
    /^(UnrecognizedClientException|InvalidClientTokenId|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature)$/.test(
      name,
    )
  ) {
    return { code: 'credentials-refused', message: 'AWS does not accept these credentials.', fix: LOGIN };
  }
  if (
    /^(AccessDenied|AccessDeniedException|AuthorizationError|KmsAccessDenied|KMS\.AccessDeniedException)$/.test(
      name,
    )
  ) {
    return {
      code: 'access-denied',
      message: `These credentials may not do this: ${error.message}`,
      fix: 'docs/operations.md lists what an operator’s role needs.',
    };
  }
  if (name === 'AWS.SimpleQueueService.NonExistentQueue' || name === 'QueueDoesNotExist') {
    return {
      code: 'no-such-queue',
      message: 'The queue does not exist.',
      fix: 'Was the stage deployed again? Check the outputs of the stacks.',
    };
  }
  if (/Throttl|TooManyRequests|RequestLimitExceeded/.test(name)) {
    return { code: 'throttled', message: 'AWS asks to slow down.', fix: 'Try again in a minute.' };
  }
  if (
    name === 'TimeoutError' ||
    name === 'AbortError' ||
    code === 'ETIMEDOUT' ||
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    code === 'UND_ERR_HEADERS_TIMEOUT'
  ) {
    return {
      code: 'timeout',
      message: 'There was no response in time.',
      fix: 'Check the network, then try again.',
    };
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return {
      code: 'unreachable',
      message: 'The host could not be found.',
      fix: 'Check the network, the region (--region) and the proxy.',
    };
  }
  if (/^(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EPIPE|UND_ERR_SOCKET)$/.test(code)) {
    return {
      code: 'unreachable',
      message: `The connection failed (${code}).`,
      fix: 'Check the network, then try again.',
    };
  }
  if (name === 'Region is missing' || error.message === 'Region is missing') {
    return {
      code: 'no-region',
      message: 'No AWS region is set.',
      fix: 'Name it with --region, or set AWS_REGION.',
    };
  }
  return { code: code === '' ? name : code, message: error.message };
}

/** The code of an error or of its cause: `fetch` wraps the error of the network. */
function codeOf(error: Error): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    if (at instanceof AggregateError) {
      const [first] = at.errors;
      if (first instanceof Error) return codeOf(first);
    }
  }
  return '';
}
