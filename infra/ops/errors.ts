import type { Fault } from '../../shared/events/faults.ts';

/** A fault of an event among many: of which, by its place from 1 or its line. */
export interface PlacedFault extends Fault {
  readonly place: string;
}

/** What more is known of a {@link CliError}. */
export interface CliErrorOptions extends ErrorOptions {
  readonly fix?: string | undefined;
  readonly run?: string | undefined;
  readonly faults?: readonly PlacedFault[];
}

/** A command could not be done. The message says what went wrong, `fix` what helps, `run` a command for that. */
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

/** The command line itself is wrong: exit code 2. */
export class UsageError extends CliError {
  constructor(message: string, fix?: string, more: Omit<CliErrorOptions, 'fix'> = {}) {
    super('usage', message, { ...more, fix });
  }
}

interface Told {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
}

const LOGIN = 'Log in again (for instance `aws sso login`), or name another profile with --profile.';

/** What went wrong, as {@link CliError}: errors of AWS, of the network and of the file system in one line of plain words. */
export function toCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  const { code, message, fix } = told(error);
  return new CliError(code, message, { fix, cause: error });
}

function told(error: unknown): Told {
  if (!(error instanceof Error)) return { code: 'unknown', message: 'Something unforeseen went wrong.' };
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
      message: 'The queue is gone.',
      fix: 'Has the stage been deployed anew? Check the stacks’ outputs.',
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
      message: 'There was no answer in time.',
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
      message: 'No AWS region is given.',
      fix: 'Name it with --region, or set AWS_REGION.',
    };
  }
  return { code: code === '' ? name : code, message: error.message };
}

/** The code of an error, or of what caused it: `fetch` hides the network’s own one level down. */
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
