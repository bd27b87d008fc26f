import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from './values.ts';

/** One synthesized stack: its name, its template as data, and where its assets lie. */
export interface StackTemplate {
  readonly name: string;
  readonly template: Record<string, unknown>;
  /** Folder that `aws:asset:path` of the template is relative to (the cloud assembly). */
  readonly directory: string;
}

/** A template that cannot be run here as it is: names the stack, the logical id and what is in the way. */
export class TemplateError extends Error {
  readonly code = 'template-not-runnable';

  constructor(where: string, what: string) {
    super(`${where}: ${what}`);
    this.name = 'TemplateError';
  }
}

/** What `synthesize()` hands back, as far as the local stack needs it. */
export interface Assembly {
  readonly directory: string;
  readonly stacks: readonly { readonly name: string; readonly template: unknown }[];
}

/** Takes the stacks of an assembly that was synthesized in this process. */
export function fromAssembly(assembly: Assembly): StackTemplate[] {
  return assembly.stacks.map(({ name, template }) => {
    if (!isRecord(template)) throw new TemplateError(name, 'its template is not an object');
    return { name, template, directory: assembly.directory };
  });
}

/** Reads the stacks of a cloud assembly on disk (`cdk.out`), in the manifest's order. */
export function readAssembly(directory: string): StackTemplate[] {
  const manifest: unknown = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
  const artifacts = isRecord(manifest) && isRecord(manifest.artifacts) ? manifest.artifacts : {};
  return Object.entries(artifacts).flatMap(([name, artifact]) => {
    if (!isRecord(artifact) || artifact.type !== 'aws:cloudformation:stack') return [];
    const properties = isRecord(artifact.properties) ? artifact.properties : {};
    const file = String(properties.templateFile);
    const template: unknown = JSON.parse(readFileSync(join(directory, file), 'utf8'));
    if (!isRecord(template)) throw new TemplateError(name, `${file} is not an object`);
    return [{ name, template, directory }];
  });
}
