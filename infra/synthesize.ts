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

/** A CloudFormation template: resources and outputs. */
export type Template = z.output<typeof templateSchema>;

/** A synthesized stack. */
export interface SynthesizedStack {
  readonly name: string;
  readonly template: Template;
}

/** The result of a synthesis. */
export interface Synthesis {
  /** The folder of the cloud assembly. */
  readonly directory: string;
  /** The stacks in the order of deployment: the stateful stack first. */
  readonly stacks: readonly SynthesizedStack[];
  /** Deployed function name -> folder with its `index.mjs`, inside the assembly. */
  readonly functions: Readonly<Record<string, string>>;
}

/** The settings of a stage and the options of the synthesis. */
export type SynthesizeOptions = StageInput & {
  /** Folder for the cloud assembly. Default: a new temporary folder. */
  readonly outdir?: string;
  /** Folders of existing bundles. Default: bundles every function. */
  readonly bundles?: Bundles;
  /** Whether the CDK checks the templates against CloudFormation's schema and rules. Default true. */
  readonly validate?: boolean;
};

/**
 * Synthesizes a stage in this process, without network. The same sources and settings give the same bytes.
 *
 * @throws SettingsError for invalid settings; BundleError or esbuild's error for a function that does not build
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
