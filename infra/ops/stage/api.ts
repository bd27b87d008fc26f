import { setTimeout as pause } from 'node:timers/promises';
import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import type { listCases } from '../../../functions/cases-api/list-cases.ts';
import type { explainDecision } from '../../../functions/events-api/explain-decision.ts';
import { CliError, type PlacedFault } from '../errors.ts';
import type { ApiAnswer, ApiRequest, SendRequest } from './request.ts';

/** What `POST /decisions` answers. */
export type Verdict = Awaited<ReturnType<typeof explainDecision>>;

/** Which case. */
export interface CaseKey {
  readonly partnerId: string;
  readonly tenantId: string;
}

/** Some of a partner's customers, and where the list goes on. */
export type CustomerPage = Awaited<ReturnType<typeof listCases>>;

/** Which customers. */
export interface CustomersWanted {
  readonly partnerId: string;
  /** Of one status only. */
  readonly relationship?: string | undefined;
  /** Most of a page, up to 100. */
  readonly limit?: number;
  readonly cursor?: string;
}

/** Attempts of a request that the API could not take just now; it does no harm to send one twice. */
const ATTEMPTS = 5;
const FIRST_PAUSE = 250;

/** A stage's HTTP API in the contract's words (§6, §8). What it refuses is thrown as {@link CliError} with its own code. */
export class Api {
  readonly url: string;
  readonly #send: SendRequest;

  constructor(url: string, send: SendRequest) {
    this.url = url;
    this.#send = send;
  }

  /** @throws CliError when the API does not answer that it is up */
  async health(): Promise<void> {
    await this.#json({ method: 'GET', path: '/health' });
  }

  /** Publishes up to 100 events; each goes to its queue, or none is taken. */
  async publish(events: readonly unknown[]): Promise<void> {
    await this.#json({
      method: 'POST',
      path: '/events',
      contentType: 'application/cloudevents-batch+json',
      body: JSON.stringify(events),
    });
  }

  /** What would be decided of an event now, with some facts supposed to be otherwise. */
  async decide(event: unknown, facts: Readonly<Record<string, unknown>> = {}): Promise<Verdict> {
    const body = JSON.stringify({ event, facts });
    // The function's own answer; all its values survive JSON.
    return (await this.#json({
      method: 'POST',
      path: '/decisions',
      contentType: 'application/json',
      body,
    })) as Verdict;
  }

  /** A case file, or `null` when there is no such case. @param cursor where the older timeline goes on */
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

  /** A page of a partner's customers; empty for a partner that nobody knows. @throws CliError for a status there is not */
  async customers({ partnerId, relationship, limit, cursor }: CustomersWanted): Promise<CustomerPage> {
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
      const answer = await this.#send(request);
      if (answer.status < 300) return parsed(answer.body);
      const busy = answer.status === 429 || answer.status >= 500;
      if (!busy || attempt === ATTEMPTS) throw troubleOfAnswer(answer, request);
      await pause(FIRST_PAUSE * 2 ** attempt * (0.5 + Math.random() / 2));
    }
  }
}

/** What a refusal says (RFC 9457), or, where API Gateway itself answered, what its status means. */
function troubleOfAnswer({ status, body }: ApiAnswer, { method, path }: ApiRequest): CliError {
  const told = parsed(body);
  const { code, title, detail, faults, message: gateway } = isRecord(told) ? told : {};
  if (typeof code === 'string' && typeof title === 'string') {
    const message = typeof detail === 'string' ? `${title}. ${detail}.` : `${title}.`;
    return new CliError(code, message, { faults: faultsIn(faults) });
  }
  if (status === 403) {
    const fix = 'The role needs execute-api:Invoke on this API; docs/operations.md shows the policy.';
    const why = typeof gateway === 'string' ? ` (${gateway})` : '';
    return new CliError('access-denied', `The API does not let these credentials in${why}.`, { fix });
  }
  if (status === 429) {
    return new CliError('throttled', 'The API asks to slow down.', {
      fix: 'Try again, or with a lower --rate.',
    });
  }
  return new CliError('api-answer', `${method} ${path} was answered with ${status}.`, {
    fix:
      status >= 500 ? 'Try again; if it stays so, look into the function’s log.' : 'Is this the right stage?',
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
