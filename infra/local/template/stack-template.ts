import { isRecord } from './is-record.ts';

/** One synthesized stack: its name, its template as data, and where its assets lie. */
export interface StackTemplate {
  readonly name: string;
  readonly template: Record<string, unknown>;
  /** Folder that `aws:asset:path` of the template is relative to (the cloud assembly). */
  readonly directory: string;
}

/** The template cannot run on the local stack. The message names the stack, the logical id and the cause. */
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
