/** One operation of the HTTP API, in OpenAPI's words. */
export interface Operation {
  /** `iam`: signed requests only; `public`: anybody. */
  readonly access: 'iam' | 'public';
  readonly document: Readonly<Record<string, unknown>>;
}

/** Operations by their route key, as API Gateway names routes: `GET /path/{name}`. */
export type Operations = Readonly<Record<string, Operation>>;

const text = { type: 'string' };

/** A parameter in the path. */
export function inPath(name: string, description: string, schema: object = text) {
  return { name, in: 'path', required: true, description, schema };
}

/** A parameter in the query, which may be left out. */
export function inQuery(name: string, description: string, schema: object = text) {
  return { name, in: 'query', description, schema };
}

/** An example of a problem: its code and title as the product sends them. */
export interface ProblemExample {
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly faults?: readonly Readonly<Record<string, unknown>>[];
}

const schema = (name: string) => ({ schema: { $ref: `#/components/schemas/${name}` } });

/** A JSON response with a schema of this name. */
export function jsonResponse(description: string, name: string, example: unknown) {
  return { description, content: { 'application/json': { ...schema(name), example } } };
}

/** An error response in RFC 9457 problem+json, with an example of each problem. */
export function problemResponse(status: number, description: string, ...examples: readonly ProblemExample[]) {
  const values = examples.map(({ code, title, ...more }) => [
    code,
    { value: { type: `urn:multichannel-support:problem:${code}`, title, status, code, ...more } },
  ]);
  const content = { ...schema('Problem'), examples: Object.fromEntries(values) };
  return { [status]: { description, content: { 'application/problem+json': content } } };
}

/** An HTML response in the customer's language. */
export function pageResponse(description: string) {
  return { description, content: { 'text/html': { schema: { type: 'string' } } } };
}

/** Responses of API Gateway itself to unsigned requests and to too many requests. */
export const forbidden = {
  403: jsonResponse('Not signed, or not allowed.', 'GatewayMessage', { message: 'Forbidden' }),
};
export const throttled = {
  429: jsonResponse('Too many requests; send it again later.', 'GatewayMessage', {
    message: 'Too Many Requests',
  }),
};

/** The response to an unexpected error or an outage. */
export const unavailable = problemResponse(
  503,
  'Not available just now; the same request may be sent again.',
  {
    code: 'unavailable',
    title: 'Not available just now; try again',
  },
);
