import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { BundleError, bundleFunctions } from '../../infra/build/bundles.ts';
import { temporaryFolder } from './stages.ts';

let folder: string;
let source: string;
let outdir: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  source = join(folder, 'functions');
  outdir = join(folder, 'dist');
  await writeFunction(
    'greet',
    "import { word } from '../../word.ts';\nexport const handler = async () => word satisfies string;",
  );
  await writeFile(join(folder, 'word.ts'), "export const word = 'hello';\n");
});

describe('bundles', () => {
  test('are one folder a function with nothing but index.mjs, which runs', async () => {
    await writeFunction('part', 'export const handler = async () => 2;');
    const bundles = await bundleFunctions({ source, outdir });
    expect(Object.keys(bundles)).toEqual(['greet', 'part']);
    expect(await readdir(bundles.greet ?? '')).toEqual(['index.mjs']);
    expect(await (await imported(bundles.greet)).handler()).toBe('hello');
  });

  test('have their source maps beside them, with paths that are right from there', async () => {
    await bundleFunctions({ source, outdir });
    const map = JSON.parse(await readFile(join(outdir, 'maps/greet/index.mjs.map'), 'utf8'));
    expect(map.sources.map((path: string) => join(outdir, 'maps/greet', path)).sort()).toEqual([
      join(source, 'greet/handler.ts'),
      join(folder, 'word.ts'),
    ]);
  });

  test('say what they are made of', async () => {
    await bundleFunctions({ source, outdir });
    const meta = JSON.parse(await readFile(join(outdir, 'meta.json'), 'utf8'));
    expect(Object.keys(meta.outputs).some((path) => path.endsWith('greet/index.mjs'))).toBe(true);
  });

  test('have the same bytes every time', async () => {
    const first = await readFile(join((await bundleFunctions({ source, outdir })).greet ?? '', 'index.mjs'));
    const other = join(folder, 'elsewhere');
    const second = await readFile(
      join((await bundleFunctions({ source, outdir: other })).greet ?? '', 'index.mjs'),
    );
    expect(second.equals(first)).toBe(true);
  });

  test('of functions that have gone go too', async () => {
    await writeFunction('gone', 'export const handler = 1;');
    await bundleFunctions({ source, outdir });
    const kept = join(folder, 'fewer');
    await mkdir(join(kept, 'greet'), { recursive: true });
    await writeFile(join(kept, 'greet/handler.ts'), 'export const handler = 2;');
    await bundleFunctions({ source: kept, outdir });
    expect(await readdir(join(outdir, 'functions'))).toEqual(['greet']);
    expect(await readdir(join(outdir, 'maps'))).toEqual(['greet']);
  });

  test('carry the AWS SDK with them, and run without require', async () => {
    const client =
      "import { SQSClient } from '@aws-sdk/client-sqs';\nexport const handler = async () => typeof new SQSClient({}).send;";
    await writeFunction('queue', client);
    await symlinkPackages();
    const { queue } = await bundleFunctions({ source, outdir });
    expect(await readFile(join(queue ?? '', 'index.mjs'), 'utf8')).not.toMatch(/from"@aws-sdk/);
    expect(await (await imported(queue)).handler()).toBe('function');
  });
});

describe('bundling fails', () => {
  test('where there is no handler', async () => {
    await expect(bundleFunctions({ source: join(folder, 'none'), outdir })).rejects.toThrow(BundleError);
    await mkdir(join(folder, 'empty/half'), { recursive: true });
    await expect(bundleFunctions({ source: join(folder, 'empty'), outdir })).rejects.toThrow(
      'handler.ts does not exist',
    );
  });

  test('with file and line where a handler does not build', async () => {
    await writeFunction('broken', 'export const handler =\n;');
    await expect(bundleFunctions({ source, outdir })).rejects.toThrow(/broken\/handler\.ts:2:0/);
  });

  test('where code needs require, which an ES module has not got', async () => {
    await writeFile(
      join(folder, 'old.cjs'),
      "module.exports = () => require(process.env.WHICH ?? 'node:fs');\n",
    );
    await writeFunction('old', "import old from '../../old.cjs';\nexport const handler = old;");
    await expect(bundleFunctions({ source, outdir })).rejects.toThrow('needs require() at run time');
  });
});

async function writeFunction(name: string, code: string): Promise<void> {
  await mkdir(join(source, name), { recursive: true });
  await writeFile(join(source, name, 'handler.ts'), `${code}\n`);
}

async function imported(bundle: string | undefined): Promise<{ handler: () => Promise<unknown> }> {
  return import(/* @vite-ignore */ pathToFileURL(join(bundle ?? '', 'index.mjs')).href);
}

/** Lets a handler in the temporary folder find this project's packages. */
async function symlinkPackages(): Promise<void> {
  await symlink(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'), 'junction');
}
