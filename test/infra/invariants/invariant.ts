import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import type { DeployedResource, Deployment, Value } from '../stages.ts';

/** A rule that every resource of a stage keeps, and the changes that must violate it. */
export interface Invariant {
  readonly name: string;
  /** Returns one line for each violation, and an empty list when the invariant holds. */
  readonly violations: (deployed: Deployment) => readonly string[];
  /** Description of a change -> deployments with exactly one changed resource. The invariant must detect each of them. */
  readonly breakingChanges: Readonly<Record<string, (deployed: Deployment) => readonly Deployment[]>>;
}

/** Tests that each invariant holds, and that it detects each of its breaking changes on each single resource. */
export function testInvariants(invariants: readonly Invariant[], deployed: Deployment): void {
  describe.each(invariants)('$name', ({ violations, breakingChanges }) => {
    test('holds', () => {
      expect(violations(deployed)).toEqual([]);
    });
    test.each(Object.entries(breakingChanges))('is violated by: %s', (_, change) => {
      const changed = change(deployed);
      expect(changed.length).toBeGreaterThan(0);
      for (const deployment of changed) expect(violations(deployment)).not.toEqual([]);
    });
  });
}

/** Sets a property (`Outer.Inner` for a nested one) in each resource of the type in turn. `undefined` removes it. */
export function withProperty(type: string, path: string, to: Value | undefined, only: Chosen = () => true) {
  return (deployed: Deployment): readonly Deployment[] =>
    deployed.resources
      .filter((resource) => resource.type === type && only(resource))
      .map((chosen) => ({
        ...deployed,
        resources: deployed.resources.map((resource) =>
          resource === chosen
            ? { ...resource, properties: setNested(resource.properties, path.split('.'), to) }
            : resource,
        ),
      }));
}

/** Removes each resource of the type in turn. */
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

function setNested(
  properties: Properties,
  [key = '', ...rest]: readonly string[],
  to: Value | undefined,
): Properties {
  const { [key]: present, ...others } = properties;
  if (rest.length > 0) return { ...others, [key]: setNested(asProperties(present), rest, to) };
  return to === undefined ? others : { ...others, [key]: to };
}

function asProperties(value: Value | undefined): Properties {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Properties) : {};
}

/** Returns a parser that parses each object once: hundreds of changed deployments share all resources but one. */
export function cachedParser<Output>(schema: z.ZodType<Output>): (value: object) => Output {
  const known = new WeakMap<object, { readonly output: Output }>();
  return (value) => {
    const found = known.get(value) ?? { output: schema.parse(value) };
    known.set(value, found);
    return found.output;
  };
}
