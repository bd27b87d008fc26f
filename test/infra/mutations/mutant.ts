import type { DeployedResource, Deployment, Value } from '../deployment.ts';

/** A deployment from which exactly one thing was taken. */
export interface Mutant {
  /** The kind of thing: `a dead-letter queue`. */
  readonly kind: string;
  /** Which one: the resource's logical id and what of it. */
  readonly what: string;
  readonly deployed: Deployment;
}

/** Makes mutants of one kind. */
export type Operator = (deployed: Deployment) => readonly Mutant[];

type Chosen = (resource: DeployedResource) => boolean;

/** Takes away each chosen resource of a type. */
export function resourceGone(kind: string, type: string, chosen: Chosen = () => true): Operator {
  return (deployed) =>
    deployed.resources
      .filter((resource) => resource.type === type && chosen(resource))
      .map((gone) => ({
        kind,
        what: gone.id,
        deployed: { ...deployed, resources: deployed.resources.filter((one) => one !== gone) },
      }));
}

/** Takes away a property, `Outer.Inner` for a nested one, wherever a resource of the type has it. */
export function propertyGone(
  kind: string,
  type: string,
  path: string,
  chosen: Chosen = () => true,
): Operator {
  const steps = path.split('.');
  return (deployed) =>
    deployed.resources
      .filter((resource) => resource.type === type && chosen(resource) && has(resource.properties, steps))
      .map((resource) => mutant(kind, path, deployed, resource, lacking(resource.properties, steps)));
}

/** Takes away each entry of a property that is a map. */
export function entriesGone(kind: string, type: string, path: string): Operator {
  return (deployed) =>
    deployed.resources
      .filter((resource) => resource.type === type)
      .flatMap((resource) =>
        Object.keys(asMap(resource.properties[path])).map((entry) =>
          mutant(kind, entry, deployed, resource, lacking(resource.properties, [path, entry])),
        ),
      );
}

/** A mutant in which one resource has other properties. */
export function mutant(
  kind: string,
  part: string,
  deployed: Deployment,
  resource: DeployedResource,
  properties: Readonly<Record<string, Value>>,
): Mutant {
  return replaced(kind, part, deployed, resource, { ...resource, properties });
}

/** A mutant in which one resource is another. */
export function replaced(
  kind: string,
  part: string,
  deployed: Deployment,
  resource: DeployedResource,
  by: DeployedResource,
): Mutant {
  const resources = deployed.resources.map((one) => (one === resource ? by : one));
  return { kind, what: `${resource.id} ${part}`, deployed: { ...deployed, resources } };
}

/** A value as a map; what is none is an empty one. */
export function asMap(value: Value | undefined): Readonly<Record<string, Value>> {
  const isMap = typeof value === 'object' && value !== null && !isList(value);
  return isMap ? value : {};
}

/** Whether a value is a list: what `Array.isArray` does not tell of read-only ones. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

function has(properties: Readonly<Record<string, Value>>, [step = '', ...rest]: readonly string[]): boolean {
  if (!Object.hasOwn(properties, step)) return false;
  return rest.length === 0 || has(asMap(properties[step]), rest);
}

function lacking(
  properties: Readonly<Record<string, Value>>,
  [step = '', ...rest]: readonly string[],
): Readonly<Record<string, Value>> {
  const { [step]: present, ...others } = properties;
  return rest.length === 0 ? others : { ...others, [step]: lacking(asMap(present), rest) };
}
