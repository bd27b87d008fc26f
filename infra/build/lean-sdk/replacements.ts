import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const here = (file: string) => join(import.meta.dirname, file);

/**
 * What the bundles carry instead of parts of the SDK that no Lambda reaches, by their import. Each file says why it is safe;
 * test/build/lean-sdk.test.ts signs a request with what is left and calls what is not.
 */
export const replacements: Readonly<Record<string, string>> = {
  '@aws-sdk/credential-provider-node': here('credentials.ts'),
  '@smithy/core/event-streams': here('event-streams.ts'),
  '@aws-sdk/endpoint-cache': here('endpoint-cache.ts'),
};

/** A client reads nothing of its package.json but the version, for its user agent; the rest is 2 KB a client. */
export const versionOnly: Plugin = {
  name: 'version-only',
  setup(build) {
    build.onLoad({ filter: /@aws-sdk[\\/]client-[a-z-]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version }: { version: string } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};
