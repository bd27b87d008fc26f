import { setTimeout as pause } from 'node:timers/promises';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import type { listCases } from '../../../functions/cases-api/list-cases.ts';
import type { explainDecision } from '../../../functions/events-api/explain-decision.ts';
import { CliError, type PlacedFault } from '../errors.ts';

/** The response of `POST /decisions`. */
export type DecisionResponse = Awaited<ReturnType<typeof explainDecision>>;

/** What identifies a case. */
export interface CaseKey {
  readonly partnerId: string;
  readonly tenantId: string;
}

/** A page of a partner's customers, and the cursor of the next. */
export type CustomerPage = Awaited<ReturnType<typeof listCases>>;

/** A query for customers. */
export interface CustomerQuery {
  readonly partnerId: string;
  /** Only customers with this relationship status. */
  readonly relationship?: string | undefined;
  /** The most customers of a page, up to 100. */
  readonly limit?: number;
  readonly cursor?: string;
}

/** The most attempts of a request when the API is busy. Every request may be sent twice. */
const ATTEMPTS = 5;
/** The longest pause before the second attempt, in milliseconds. It doubles with each attempt. */
const FIRST_PAUSE = 500;

/** A client of a stage's HTTP API (contract §6, §8). An error response is thrown as {@link CliError} with its code. */
export class Api {
  readonly url: string;
  readonly #send: SendRequest;

  constructor(url: string, send: SendRequest) {
    this.url = url;
    this.#send = send;
  }

  /** Checks that the API is up. @throws CliError if it is not */
  async health(): Promise<void> {
    await this.#json({ method: 'GET', path: '/health' });
  }

  /** Publishes up to 100 events: all or none of them. */
  async publish(events: readonly unknown[]): Promise<void> {
    await this.#json({
      method: 'POST',
      path: '/events',
      contentType: 'application/cloudevents-batch+json',
      body: JSON.stringify(events),
    });
  }

  /** Asks what would be decided about an event now. @param facts values that replace facts of the case */
  async decide(event: unknown, facts: Readonly<Record<string, unknown>> = {}): Promise<DecisionResponse> {
    const body = JSON.stringify({ event, facts });
    // The type is that of the function; JSON keeps all its values.
    return (await this.#json({
      method: 'POST',
      path: '/decisions',
      contentType: 'application/json',
      body,
    })) as DecisionResponse;
  }

  /** Reads a case file; `null` if there is no such case. @param cursor the cursor of an older page of the timeline */
  async caseFile({ partnerId, tenantId }: CaseKey, cursor?: string): Promise<CaseFile | null> {
    const path = `/partners/${partnerId}/customers/${tenantId}`;
    try {
      // As above.
      return (await this.#json({
        method: 'GET',
        path,
        ...(cursor !== undefined && { query: { timeline: cursor } }),
      })) as CaseFile;
    } catch (error) {
      if (error instanceof CliError && error.code === 'unknown-case') return null;
      throw error;
    }
  }

  /** Reads a page of a partner's customers; empty for an unknown partner. @throws CliError for an unknown status */
  async customers({ partnerId, relationship, limit, cursor }: CustomerQuery): Promise<CustomerPage> {
    const query = {
      ...(relationship !== undefined && { relationship }),
      ...(limit !== undefined && { limit: String(limit) }),
      ...(cursor !== undefined && { cursor }),
    };
    // As above.
    return (await this.#json({
      method: 'GET',
      path: `/partners/${partnerId}/customers`,
      query,
    })) as CustomerPage;
  }

  async #json(request: ApiRequest): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.#send(request);
      if (response.status < 300) return parseJson(response.body);
      const isBusy = response.status === 429 || response.status >= 500;
      if (!isBusy || attempt === ATTEMPTS) throw errorOf(response, request);
      await pause(FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
    }
  }
}

/** Converts an error response: a problem of the function (RFC 9457), or an error of API Gateway. */
function errorOf({ status, body }: ApiResponse, { method, path }: ApiRequest): CliError {
  const problem = parseJson(body);
  const { code, title, detail, faults, message: gateway } = isRecord(problem) ? problem : {};
  if (typeof code === 'string' && typeof title === 'string') {
    const message = typeof detail === 'string' ? `${title}. ${detail}.` : `${title}.`;
    return new CliError(code, message, { faults: faultsIn(faults) });
  }
  if (status === 403) {
    const fix = 'The role needs execute-api:Invoke on this API. docs/operations.md shows the policy.';
    const why = typeof gateway === 'string' ? ` (${gateway})` : '';
    return new CliError('access-denied', `The API refuses these credentials${why}.`, { fix });
  }
  if (status === 429) {
    return new CliError('throttled', 'The API throttles requests.', {
      fix: 'Try again, or with a lower --rate.',
    });
  }
  return new CliError('api-answer', `${method} ${path} failed with status ${status}.`, {
    fix:
      status >= 500 ? 'Try again. If it fails again, read the function’s log.' : 'Is this the right stage?',
  });
}

function faultsIn(faults: unknown): PlacedFault[] {
  if (!Array.isArray(faults)) return [];
  return faults.filter(isRecord).map(({ event, path, problem }) => ({
    place: typeof event === 'number' ? `event ${event + 1}` : '',
    path: String(path),
    problem: String(problem),
  }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A request to a stage's HTTP API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  /** Begins with a slash. It contains no character that needs encoding. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly body?: string;
}

/** A response with its whole body. */
export interface ApiResponse {
  readonly status: number;
  readonly body: string;
}

/** Sends a request, signed or not. @throws what `fetch` throws */
export type SendRequest = (request: ApiRequest) => Promise<ApiResponse>;

/** Milliseconds: longer than an HTTP API lets its function run. */
const TIMEOUT = 35_000;

/**
 * Creates a sender of unsigned requests.
 * @param base `http…`, without a slash at its end
 */
export function plainRequests(base: string): SendRequest {
  return (request) => {
    const { contentType } = request;
    return send(base, request, contentType === undefined ? {} : { 'content-type': contentType });
  };
}

/** Sends a request with these headers. */
export async function send(
  base: string,
  { method, path, query = {}, body }: ApiRequest,
  headers: Readonly<Record<string, string>>,
): Promise<ApiResponse> {
  const url = new URL(`${base}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const response = await fetch(url, {
    method,
    headers,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT),
    ...(body !== undefined && { body }),
  });
  return { status: response.status, body: await response.text() };
}

type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

/**
 * Creates a sender of requests with Signature Version 4 for API Gateway (service `execute-api`), as `iam` routes need them:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html.
 * @param base `https://…`, without a slash at its end
 */
export function signedRequests(base: string, region: string, credentials: Credentials): SendRequest {
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  const { protocol, hostname, port, host } = new URL(base);
  return async (request: ApiRequest) => {
    const { method, path, query = {}, contentType, body } = request;
    const { headers } = await signer.sign({
      method,
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path,
      query,
      headers: { host, ...(contentType !== undefined && { 'content-type': contentType }) },
      ...(body !== undefined && { body }),
    });
    // `fetch` sets `host` itself, to the same value.
    const { host: _, ...rest } = headers;
    return send(base, request, rest);
  };
}
