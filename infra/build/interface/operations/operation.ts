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
