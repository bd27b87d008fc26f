import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import type { DeployedResource, Deployment, Value } from '../stages.ts';

/** Something that holds for every resource it is about, and the changes that must break it. */
export interface Invariant {
  readonly name: string;
  /** What breaks the law, one line each. Empty when it holds. */
  readonly violations: (deployed: Deployment) => readonly string[];
  /** What is done -> deployments in which exactly one resource was changed so. The law must notice every one. */
  readonly breakingChanges: Readonly<Record<string, (deployed: Deployment) => readonly Deployment[]>>;
}

/** Tests that each law holds, and that it would not if any single resource were changed in one of the ways given. */
export function testInvariants(laws: readonly Invariant[], deployed: () => Deployment): void {
  describe.each(laws)('$name', ({ violations, breakingChanges }) => {
    test('holds', () => {
      expect(violations(deployed())).toEqual([]);
    });
    test.each(Object.entries(breakingChanges))('is noticed broken: %s', (_, change) => {
      const changed = change(deployed());
      expect(changed.length).toBeGreaterThan(0);
      for (const one of changed) expect(violations(one)).not.toEqual([]);
    });
  });
}

/** Sets one property, `Outer.Inner` for a nested one, in each resource of the type in turn; `undefined` takes it away. */
export function withProperty(type: string, path: string, to: Value | undefined, only: Chosen = () => true) {
  return (deployed: Deployment): readonly Deployment[] =>
    deployed.resources
      .filter((resource) => resource.type === type && only(resource))
      .map((chosen) => ({
        ...deployed,
        resources: deployed.resources.map((resource) =>
          resource === chosen
            ? { ...resource, properties: placed(resource.properties, path.split('.'), to) }
            : resource,
        ),
      }));
}

/** Takes each resource of the type away in turn. */
export function withoutResource(type: string) {
  return (deployed: Deployment): readonly Deployment[] =>
    deployed.resources
      .filter((resource) => resource.type === type)
      .map((gone) => ({
        ...deployed,
        resources: deployed.resources.filter((resource) => resource !== gone),
      }));
}

type Chosen = (resource: DeployedResource) => boolean;
type Properties = Readonly<Record<string, Value>>;

function placed(
  properties: Properties,
  [key = '', ...rest]: readonly string[],
  to: Value | undefined,
): Properties {
  const { [key]: present, ...others } = properties;
  if (rest.length > 0) return { ...others, [key]: placed(asProperties(present), rest, to) };
  return to === undefined ? others : { ...others, [key]: to };
}

function asProperties(value: Value | undefined): Properties {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Properties) : {};
}

/**
 * Parses by a schema, each value once: laws are asked about hundreds of deployments that differ in one resource and share the
 * others.
 */
export function cachedParser<Output>(schema: z.ZodType<Output>): (value: object) => Output {
  const known = new WeakMap<object, { readonly output: Output }>();
  return (value) => {
    const found = known.get(value) ?? { output: schema.parse(value) };
    known.set(value, found);
    return found.output;
  };
}
