import { spawn } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleFunctions } from '../../infra/build/bundles.ts';
import { temporaryFolder } from '../infra/stages.ts';

/** Bundles one handler as the product's are. @returns its file's URL */
export async function bundled(code: string): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'functions/one'), { recursive: true });
  await writeFile(join(folder, 'functions/one/handler.ts'), code);
  await symlink(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'), 'junction');
  const { one } = await bundleFunctions({ source: join(folder, 'functions'), outdir: join(folder, 'dist') });
  return pathToFileURL(join(one ?? '', 'index.mjs')).href;
}

/**
 * Imports a bundle in a process of its own and calls its handler.
 * @param environment all the process gets: nothing of this one's own environment, so no profile or token of a developer
 * @returns the answer, or the error that was thrown, as text
 */
export async function called(bundle: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const code = `try { process.stdout.write(String(await (await import(${JSON.stringify(bundle)})).handler())); }
catch (error) { process.stdout.write(error.code + ': ' + error.message); }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { env: environment });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
  return said;
}
