import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundles } from '../../infra/build/bundles.ts';

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
