import * as z from 'zod';
import { type SynthesizeOptions, synthesize, type Template } from '../../infra/synthesize.ts';
import { stubBundles } from './stub-bundles.ts';

/** A value in a template: plain data with intrinsic functions in it. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

const value: z.ZodType<Value> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(value), z.record(z.string(), value)]),
);

/** One resource of a deployment; references across stacks are resolved into references inside one. */
export interface DeployedResource {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, Value>>;
  readonly deletionPolicy: string | undefined;
  readonly replacePolicy: string | undefined;
  /** Logical ids of what must be there before it. */
  readonly dependsOn: readonly string[];
}

/** All resources of all stacks of a stage, as one list. */
export interface Deployment {
  readonly resources: readonly DeployedResource[];
  readonly outputs: Readonly<Record<string, Value>>;
}

/** Milliseconds a synthesis may take on a busy machine; alone it takes 0.5 s, and 2 s with validation. */
export const synthesisTime = 60_000;

/** Synthesizes a stage with stub bundles and joins its stacks. */
export async function deployment(options: Omit<SynthesizeOptions, 'bundles'>): Promise<Deployment> {
  const { stacks } = await synthesize({ ...options, bundles: await stubBundles() });
  return joined(stacks.map(({ template }) => template));
}

/** Joins templates: what one exports replaces the other's `Fn::ImportValue`. */
export function joined(templates: readonly Template[]): Deployment {
  const exportSchema = z.object({ Value: value, Export: z.object({ Name: z.string() }) });
  const exported = new Map<string, Value>();
  for (const output of templates.flatMap((template) => Object.values(template.Outputs))) {
    const entry = exportSchema.safeParse(output);
    if (entry.success) exported.set(entry.data.Export.Name, entry.data.Value);
  }
  const resources = templates.flatMap((template) =>
    Object.entries(template.Resources).map(([id, resource]) => ({
      id,
      type: resource.Type,
      properties: z.record(z.string(), value).parse(resolved(value.parse(resource.Properties), exported)),
      deletionPolicy: z.string().optional().parse(resource.DeletionPolicy),
      replacePolicy: z.string().optional().parse(resource.UpdateReplacePolicy),
      dependsOn: z.array(z.string()).default([]).parse(resource.DependsOn),
    })),
  );
  const outputs = templates.flatMap((template) =>
    Object.entries(template.Outputs)
      .filter(([, output]) => !exportSchema.safeParse(output).success)
      .map(([id, output]) => [id, value.parse(output.Value)] as const),
  );
  return { resources, outputs: Object.fromEntries(outputs) };
}

function resolved(from: Value, exported: ReadonlyMap<string, Value>): Value {
  if (isList(from)) return from.map((item) => resolved(item, exported));
  if (from === null || typeof from !== 'object') return from;
  const name = from['Fn::ImportValue'];
  if (typeof name === 'string') {
    const found = exported.get(name);
    if (found === undefined) throw new Error(`Nothing exports ${name}`);
    return found;
  }
  return Object.fromEntries(Object.entries(from).map(([key, item]) => [key, resolved(item, exported)]));
}

function isList(from: Value): from is readonly Value[] {
  return Array.isArray(from);
}

/** The resources of one type, at least one: a check over none would prove nothing. */
export function ofType({ resources }: Deployment, type: string): readonly DeployedResource[] {
  const found = resources.filter((resource) => resource.type === type);
  if (found.length === 0) throw new Error(`No resource of type ${type}`);
  return found;
}

const referenceSchema = z.union([
  z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
  z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).transform((get) => get['Fn::GetAtt'][0]),
]);

/** The one resource that a `Ref` or `Fn::GetAtt` points to. */
export function target(deployed: Deployment, reference: Value | undefined): DeployedResource {
  const referred = referenceSchema.safeParse(reference).data;
  const found = deployed.resources.find(({ id }) => id === referred);
  if (found === undefined) throw new Error(`No resource behind ${JSON.stringify(reference)}`);
  return found;
}
