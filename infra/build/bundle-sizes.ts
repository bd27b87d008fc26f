import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Bundles } from './bundles.ts';

/** A bundle's size in KB of 1,024 bytes. */
export interface BundleSize {
  readonly name: string;
  readonly minified: number;
  readonly gzip: number;
}

/** The sizes of bundles, in the order of their names. */
export async function bundleSizes(bundles: Bundles): Promise<BundleSize[]> {
  return Promise.all(
    Object.entries(bundles).map(async ([name, folder]) => {
      const bytes = await readFile(join(folder, 'index.mjs'));
      return { name, minified: bytes.length / 1024, gzip: gzipSync(bytes, { level: 9 }).length / 1024 };
    }),
  );
}
