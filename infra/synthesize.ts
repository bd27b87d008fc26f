import { join } from 'node:path';
import * as z from 'zod';
import { type Bundles, bundleFunctions } from './build/bundles.ts';
import { addStage, createApp } from './cdk-app.ts';
import { type StageInput, stageSettings } from './settings/stage-settings.ts';

const resourceSchema = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
const functionSchema = z.object({
  Type: z.literal('AWS::Lambda::Function'),
  Properties: z.object({ FunctionName: z.string() }),
  Metadata: z.object({ 'aws:asset:path': z.string() }),
});
const templateSchema = z.looseObject({
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(z.string(), z.looseObject({ Value: z.unknown() })).default({}),
});

/** A CloudFormation template, as far as its shape is sure. */
export type Template = z.output<typeof templateSchema>;

/** One synthesized stack. */
export interface SynthesizedStack {
  readonly name: string;
  readonly template: Template;
}

/** What a synthesis made. */
export interface Synthesis {
  /** The cloud assembly's folder. */
  readonly directory: string;
  /** The stacks, in the order in which they can be deployed: what keeps things first. */
  readonly stacks: readonly SynthesizedStack[];
  /** Deployed function name -> folder inside the assembly that holds its `index.mjs`. */
  readonly functions: Readonly<Record<string, string>>;
}

/** A stage's settings, and how to synthesize it. */
export type SynthesizeOptions = StageInput & {
  /** Folder for the cloud assembly. Default: a new temporary one. */
  readonly outdir?: string;
  /** Folders of bundles made before. Default: every function is bundled now. */
  readonly bundles?: Bundles;
  /** Whether the CDK checks the templates against CloudFormation's schema and rules. Default true. */
  readonly validate?: boolean;
};

/**
 * Synthesizes a stage inside this process. No network; the same sources and settings give the same bytes.
 *
 * @throws SettingsError when the settings are not valid, BundleError or esbuild's error when a function does not build.
 */
export async function synthesize(options: SynthesizeOptions): Promise<Synthesis> {
  const { outdir, bundles, validate = true, ...input } = options;
  const settings = stageSettings(input);
  const app = createApp({
    builtinCloudFormationValidation: validate,
    ...(outdir === undefined ? {} : { outdir }),
  });
  addStage(app, settings, bundles ?? (await bundleFunctions()));
  const assembly = app.synth();
  const stacks = assembly.stacks.map(({ stackName, template }) => ({
    name: stackName,
    template: templateSchema.parse(template),
  }));
  return { directory: assembly.directory, stacks, functions: functionFolders(assembly.directory, stacks) };
}

function functionFolders(directory: string, stacks: readonly SynthesizedStack[]): Record<string, string> {
  const resources = stacks.flatMap(({ template }) => Object.values(template.Resources));
  const functions = resources.filter(({ Type }) => Type === 'AWS::Lambda::Function');
  return Object.fromEntries(
    functions.map((resource) => {
      const { Properties, Metadata } = functionSchema.parse(resource);
      return [Properties.FunctionName, join(directory, Metadata['aws:asset:path'])];
    }),
  );
}
