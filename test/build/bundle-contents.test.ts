import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { budgets } from '../../infra/build/budgets.ts';
import { type BundleSize, bundleSizes, sizeOverruns } from '../../infra/build/bundle-figures.ts';
import { type Bundles, bundleFunctions } from '../../infra/build/bundles.ts';
import { replacements } from '../../infra/build/lean-sdk/replacements.ts';
import { temporaryFolder } from '../infra/stages.ts';

/** What no bundle needs: most of it are the sources of credentials that Lambda never asks. */
const unwanted = [
  /@aws-sdk\/(credential-provider|nested-clients|token-providers)/,
  /@smithy\/credential-provider-imds/,
  /@smithy\/core\/dist-es\/submodules\/event-streams/,
  /\/mnemonist\//,
  /\/zod\/v4\/classic\//,
  /icu-messageformat-parser\/(?!no-parser|error|types)/,
  /\/aws-cdk-lib\//,
];

let bundles: Bundles;
let sizes: BundleSize[];
let contents: [name: string, inputs: string[]][];
beforeAll(async () => {
  const outdir = await temporaryFolder();
  bundles = await bundleFunctions({ outdir });
  sizes = await bundleSizes(bundles);
  const { outputs }: { outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }> } =
    JSON.parse(await readFile(join(outdir, 'meta.json'), 'utf8'));
  contents = Object.entries(outputs).flatMap(([path, { inputs }]) => {
    const name = /functions\/([^/]+)\/index\.mjs$/.exec(path)?.[1];
    const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
    return name ? [[name, used.map(([input]) => input)] as [string, string[]]] : [];
  });
}, 60_000);

describe('the bundles', () => {
  test('carry nothing that Lambda never needs', () => {
    expect(contents.map(([name]) => name)).toEqual(Object.keys(bundles));
    for (const [name, inputs] of contents)
      for (const pattern of unwanted)
        expect(
          inputs.filter((input) => pattern.test(input)),
          name,
        ).toEqual([]);
  });

  test('carry each replacement of a part of the SDK: one that no import asks for any more replaces nothing', () => {
    for (const [part, file] of Object.entries(replacements)) {
      const carriers = contents.filter(([, inputs]) =>
        inputs.some((input) => file.replaceAll('\\', '/').endsWith(input)),
      );
      expect(carriers.length, part).toBeGreaterThan(0);
    }
  });

  test('sign with the environment alone, each of them', () => {
    for (const [name, inputs] of contents)
      expect(
        inputs.some((input) => input.endsWith('lean-sdk/credentials.ts')),
        name,
      ).toBe(true);
  });

  test('load no node:http when they are loaded: as a module it brings fetch and WebSocket with it, 25 ms', async () => {
    for (const [name, folder] of Object.entries(bundles)) {
      const code = await readFile(join(folder, 'index.mjs'), 'utf8');
      expect(code, name).not.toMatch(/(?:from|import)\s*["'](?:node:)?http["']/);
      expect(code, name).toMatch(/from\s*["']node:https["']/);
    }
  });

  test('carry no mail where none is sent', () => {
    const withMails = contents.filter(([, inputs]) =>
      inputs.some((input) => input.endsWith('shared/mail/render/layout.generated.ts')),
    );
    expect(withMails.map(([name]) => name)).toEqual(['send-mail']);
  });
});

describe('budgets', () => {
  test('are there for every function, and for no other', () => {
    expect(Object.keys(budgets).sort()).toEqual(Object.keys(bundles).sort());
  });

  test('hold', () => {
    expect(sizes.flatMap((size) => sizeOverruns(size, budgetOf(size.name)))).toEqual([]);
  });

  test('are close: one that anything fits into guards nothing', () => {
    for (const { name, minified, gzip } of sizes) {
      expect(budgetOf(name).minified, name).toBeLessThan(minified * 1.15);
      expect(budgetOf(name).gzip, name).toBeLessThan(gzip * 1.15);
    }
  });
});

function budgetOf(name: string) {
  const budget = budgets[name];
  if (!budget) throw new Error(`${name} has no budget`);
  return budget;
}
