import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/*
 * Mail programs and people change links: a slash too many, capital letters, an end that is cut off. Such a path matches no
 * route, so the request comes by `$default`.
 */

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST']);

/** The token in the path of a request: of the route, or of a path that is a link with harmless changes. */
export function tokenOf({ pathParameters, rawPath, requestContext }: APIGatewayProxyEventV2): string {
  if (!METHODS.has(requestContext.http.method)) return '';
  return pathParameters?.token ?? /^\/+invitations\/+([^/]+)\/*$/i.exec(rawPath)?.[1] ?? '';
}

/**
 * Whether the answer is a page: for whoever asks for HTML, and on the paths of links for whoever takes anything. All others get
 * a problem document.
 */
export function wantsPage({ headers, rawPath, routeKey }: APIGatewayProxyEventV2): boolean {
  if (routeKey !== '$default') return true;
  const accepted = (headers.accept ?? '*/*')
    .split(',')
    .map((part) => part.split(';', 1)[0]?.trim().toLowerCase());
  if (accepted.includes('text/html')) return true;
  return accepted.includes('*/*') && /^\/+invitations?(?:\/|$)/i.test(rawPath);
}
