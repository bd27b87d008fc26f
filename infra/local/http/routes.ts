import type { RoutePlan } from '../template/plan.ts';

/** A route of the HTTP API, ready to be matched. */
export interface Route extends RoutePlan {
  readonly method: string;
  readonly segments: readonly string[];
}

export interface RouteMatch {
  readonly route: Route;
  /** Decoded values of `{name}` parts. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** @throws Error for a route key that is neither `METHOD /path` nor `$default` */
export function parseRoute(plan: RoutePlan): Route {
  if (plan.routeKey === '$default') return { ...plan, method: 'ANY', segments: ['{proxy+}'] };
  const match = /^([A-Z]+) \/(.*)$/.exec(plan.routeKey);
  if (match?.[1] === undefined || match[2] === undefined)
    throw new Error(`route key ${plan.routeKey} is not known here`);
  return { ...plan, method: match[1], segments: match[2].split('/') };
}

/**
 * The route API Gateway would choose: whole paths before parameters before greedy ones, a named method before ANY.
 * Source: API Gateway developer guide, "Create routes for HTTP APIs", routing API requests.
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const parts = path.slice(1).split('/');
  const matches = routes.flatMap((route) => {
    if (route.method !== 'ANY' && route.method !== method) return [];
    const pathParameters = matchSegments(route.segments, parts);
    return pathParameters === undefined ? [] : [{ route, pathParameters }];
  });
  return matches.sort((one, other) => rank(one.route).localeCompare(rank(other.route)))[0];
}

function matchSegments(
  segments: readonly string[],
  parts: readonly string[],
): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const name = /^\{(.+?)(\+?)\}$/.exec(segment);
    const part = parts[index];
    if (part === undefined) return undefined;
    if (name?.[1] === undefined) {
      if (segment !== decodePath(part)) return undefined;
    } else if (name[2] === '+') {
      values[name[1]] = decodePath(parts.slice(index).join('/'));
      return values;
    } else {
      if (part === '') return undefined;
      values[name[1]] = decodePath(part);
    }
  }
  return segments.length === parts.length ? values : undefined;
}

/** Percent-decodes; what cannot be decoded stays as it is. */
export function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function rank(route: Route): string {
  const kinds = route.segments.map((segment) =>
    segment.endsWith('+}') ? 'c' : segment.startsWith('{') ? 'b' : 'a',
  );
  return `${route.routeKey === '$default' ? 'z' : kinds.join('')} ${route.method === 'ANY' ? 'b' : 'a'}`;
}
