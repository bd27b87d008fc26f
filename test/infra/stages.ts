import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { Bundles } from '../../infra/build/bundles.ts';
import type { StageInput } from '../../infra/settings/stage-settings.ts';
import { type SynthesizeOptions, synthesize, type Template } from '../../infra/synthesize.ts';

/** A stage in which every setting is given, so that everything that a setting brings about is in its templates. */
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
};

/** The functions of a deployment, by their folders in `functions/`. */
export const functionNames = [
  'subscription-ingested',
  'relationship-approved',
  'azure-onboarding-requested',
  'due-work',
  'due-cases',
  'send-mail',
  'mail-feedback',
  'approval-page',
  'events-api',
  'cases-api',
  'partner-center-webhook',
] as const;

/** A temporary folder of its own. */
export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'infra-test-'));
}

/** Bundles that stand for the real ones: the template's shape does not depend on what the code does. */
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
export const synthesisTimeout = 60_000;

/** Synthesizes a stage with stub bundles and joins its stacks. */
export async function synthesizeStage(options: Omit<SynthesizeOptions, 'bundles'>): Promise<Deployment> {
  const { stacks } = await synthesize({ ...options, bundles: await stubBundles() });
  return joinStacks(stacks.map(({ template }) => template));
}

/** Joins templates: what one exports replaces the other's `Fn::ImportValue`. */
export function joinStacks(templates: readonly Template[]): Deployment {
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
export function resourcesOfType({ resources }: Deployment, type: string): readonly DeployedResource[] {
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
