import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { Bundles } from '../../infra/build/bundles.ts';
import type { StageInput } from '../../infra/settings/stage-settings.ts';
import { type SynthesizeOptions, synthesize, type Template } from '../../infra/synthesize.ts';

/** A stage with every setting. Its templates contain everything that a setting can add. */
export const fullSettings: StageInput = {
  stage: 'dev',
  senderAddress: 'support@mail.example.org',
  senderDomain: 'mail.example.org',
  domain: {
    name: 'links.example.org',
    certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/5c1e7f0a-1b2c-4d3e-8f90-a1b2c3d4e5f6',
  },
  publishers: {
    accounts: ['111122223333'],
    roles: ['arn:aws:iam::444455556666:role/marketplace/ingest'],
    eventRules: ['arn:aws:events:us-east-1:111122223333:rule/to-subscription-events'],
  },
  alarmAddress: 'on-call@example.org',
  caseReaders: {
    'contoso-portal': { partnerId: 'contoso', principals: ['arn:aws:iam::444455556666:role/contoso/portal'] },
  },
};

/** All functions, by their folders in `functions/`. */
export const functionNames: readonly string[] = readdirSync(new URL('../../functions/', import.meta.url));

/** Creates a temporary folder. */
export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'infra-test-'));
}

/** Creates small bundles in place of the real ones: the templates do not depend on the code. */
export async function stubBundles(): Promise<Bundles> {
  const folder = await temporaryFolder();
  const bundles: Record<string, string> = {};
  for (const name of functionNames) {
    const bundle = join(folder, name);
    await mkdir(bundle);
    await writeFile(join(bundle, 'index.mjs'), `export const handler = async () => '${name}';\n`);
    bundles[name] = bundle;
  }
  return bundles;
}

/** A value in a template: plain data with intrinsic functions in it. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

const value: z.ZodType<Value> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(value), z.record(z.string(), value)]),
);

/** A resource of a deployment. References across stacks are resolved. */
export interface DeployedResource {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, Value>>;
  readonly deletionPolicy: string | undefined;
  readonly replacePolicy: string | undefined;
  /** Logical ids of the resources that must exist first. */
  readonly dependsOn: readonly string[];
}

/** The resources and outputs of all stacks of a stage. */
export interface Deployment {
  readonly resources: readonly DeployedResource[];
  readonly outputs: Readonly<Record<string, Value>>;
}

/** In ms, for a busy machine. Alone, a synthesis takes 0.5 s, and 2 s with validation. */
export const synthesisTimeout = 60_000;

/** Synthesizes a stage with stub bundles and joins its stacks. */
export async function synthesizeStage(options: Omit<SynthesizeOptions, 'bundles'>): Promise<Deployment> {
  const { stacks } = await synthesize({ ...options, bundles: await stubBundles() });
  return joinStacks(stacks.map(({ template }) => template));
}

/** A stage with the sender as its only setting. */
export const devStage = synthesizedOnce({ stage: 'dev', senderAddress: 'support@example.org' });

/** A stage with every setting. */
export const fullStage = synthesizedOnce(fullSettings);

/** The stage of the local stack. */
export const localStage = synthesizedOnce({ stage: 'local' });

function synthesizedOnce(input: StageInput): () => Promise<Deployment> {
  let deployed: Promise<Deployment> | undefined;
  return () => (deployed ??= synthesizeStage({ ...input, validate: false }));
}

/** Joins templates: the exported values replace `Fn::ImportValue`. */
function joinStacks(templates: readonly Template[]): Deployment {
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

/** Returns the resources of a type. @throws Error if there is none, because a check over none would prove nothing */
export function resourcesOfType({ resources }: Deployment, type: string): readonly DeployedResource[] {
  const found = resources.filter((resource) => resource.type === type);
  if (found.length === 0) throw new Error(`No resource of type ${type}`);
  return found;
}

const referenceSchema = z.union([
  z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
  z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).transform((get) => get['Fn::GetAtt'][0]),
]);

/** Returns the target of a `Ref` or `Fn::GetAtt`. @throws Error if there is none */
export function target(deployed: Deployment, reference: Value | undefined): DeployedResource {
  const referred = referenceSchema.safeParse(reference).data;
  const found = deployed.resources.find(({ id }) => id === referred);
  if (found === undefined) throw new Error(`No resource behind ${JSON.stringify(reference)}`);
  return found;
}
