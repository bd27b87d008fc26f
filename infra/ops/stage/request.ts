/** A request to a stage's HTTP API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  /** From the root, with nothing in it that would have to be encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly body?: string;
}

/** An answer, read to its end. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

/** Sends a request as it is or signed. @throws what `fetch` throws */
export type SendRequest = (request: ApiRequest) => Promise<ApiAnswer>;

/** Longer than an HTTP API lets its function work, in milliseconds. */
const TIMEOUT = 35_000;

/**
 * Sends requests to an API as they are.
 * @param base `http…`, without a slash at its end
 */
export function plainRequests(base: string): SendRequest {
  return (request) => {
    const { contentType } = request;
    return send(base, request, contentType === undefined ? {} : { 'content-type': contentType });
  };
}

/** One request by `fetch`, with these headers and no others of ours. */
export async function send(
  base: string,
  { method, path, query = {}, body }: ApiRequest,
  headers: Readonly<Record<string, string>>,
): Promise<ApiAnswer> {
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
