import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundleFunctions } from '../../infra/build/bundles.ts';
import { synthesize } from '../../infra/synthesize.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of the cloud assembly that all scenarios run. */
    readonly assembly: string;
  }
}

/** Bundles and synthesizes once for all scenario files: the very files that would be deployed. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { folder, assembly } = await buildAssembly();
  project.provide('assembly', assembly);
  return () => rm(folder, { recursive: true, force: true });
}

/** Bundles and the local stage's cloud assembly, in a temporary folder that the caller removes. */
export async function buildAssembly(): Promise<{ readonly folder: string; readonly assembly: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'multichannel-scenario-'));
  const assembly = join(folder, 'cdk.out');
  const bundles = await bundleFunctions({ outdir: join(folder, 'dist') });
  await synthesize({ stage: 'local', outdir: assembly, bundles, validate: false });
  return { folder, assembly };
}
