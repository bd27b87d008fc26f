import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPartnerCenter } from '../../infra/local/partner-center/stand-in.ts';
import { publishSamples } from '../../infra/local/samples/publish-samples.ts';
import { startLocalStack } from '../../infra/local/start-local-stack.ts';
import { fromAssembly } from '../../infra/local/template/stack-template.ts';
import { synthesize } from '../../infra/synthesize.ts';

/** Starts the local stack and publishes the samples. */
export async function runningStack() {
  const outdir = mkdtempSync(join(tmpdir(), 'screenshots-'));
  const partnerCenter = await startPartnerCenter();
  const settings = { partnerCenter: partnerCenter.settings };
  const templates = fromAssembly(await synthesize({ stage: 'local', outdir, validate: false, ...settings }));
  const stack = await startLocalStack({ templates });
  await publishSamples({ stack, partnerCenter }, () => {});
  return {
    api: stack.api,
    async close() {
      await stack.close();
      await partnerCenter.close();
      rmSync(outdir, { recursive: true, force: true });
    },
  };
}
