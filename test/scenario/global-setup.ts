import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundleFunctions } from '../../infra/build/bundles.ts';
import { fromAssembly, type StackTemplate } from '../../infra/local/template/stack-template.ts';
import type { StageInput } from '../../infra/settings/stage-settings.ts';
import { synthesize } from '../../infra/synthesize.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The templates that all scenarios run, and where their bundles lie. */
    readonly templates: StackTemplate[];
  }
}

/** Bundles and synthesizes once for all scenario files: the very files that would be deployed. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { folder, templates } = await buildTemplates();
  project.provide('templates', templates);
  return () => rm(folder, { recursive: true, force: true });
}

/**
 * Bundles and the local stage's templates, in a temporary folder that the caller removes.
 * @param settings what differs from the local stage's own
 */
export async function buildTemplates(
  settings: Omit<StageInput, 'stage'> = {},
): Promise<{ folder: string; templates: StackTemplate[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'multichannel-scenario-'));
  const bundles = await bundleFunctions({ outdir: join(folder, 'dist') });
  const outdir = join(folder, 'cdk.out');
  const synthesis = await synthesize({ ...settings, stage: 'local', outdir, bundles, validate: false });
  return { folder, templates: fromAssembly(synthesis) };
}
