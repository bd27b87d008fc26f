/** An example of a problem: its code and title as the product says them. */
export interface ProblemExample {
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly faults?: readonly Readonly<Record<string, unknown>>[];
}

const schema = (name: string) => ({ schema: { $ref: `#/components/schemas/${name}` } });

/** An answer in JSON, by the name of its schema. */
export function answers(description: string, name: string, example: unknown) {
  return { description, content: { 'application/json': { ...schema(name), example } } };
}

/** An answer in RFC 9457 problem+json, with an example of each problem there may be. */
export function problem(status: number, description: string, ...examples: readonly ProblemExample[]) {
  const told = examples.map(({ code, title, ...more }) => [
    code,
    { value: { type: `urn:multichannel-support:problem:${code}`, title, status, code, ...more } },
  ]);
  const content = { ...schema('Problem'), examples: Object.fromEntries(told) };
  return { [status]: { description, content: { 'application/problem+json': content } } };
}

/** A page in the customer's language. */
export function page(description: string) {
  return { description, content: { 'text/html': { schema: { type: 'string' } } } };
}

/** API Gateway's own answers: to an unsigned request, and to too many. */
export const forbidden = {
  403: answers('Not signed, or not allowed.', 'GatewayMessage', { message: 'Forbidden' }),
};
export const throttled = {
  429: answers('Too many requests; send it again later.', 'GatewayMessage', { message: 'Too Many Requests' }),
};

/** What was not foreseen, and what is down. */
export const unavailable = problem(503, 'Not available just now; the same request may be sent again.', {
  code: 'unavailable',
  title: 'Not available just now; try again',
});
