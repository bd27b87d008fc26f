import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { functionNames } from '../stages.ts';

/** Function name -> the IAM actions of the AWS calls in its code; see {@link onIndex}. */
export type AwsCalls = Readonly<Record<string, readonly string[]>>;

/** Marks an action on an index, to distinguish it from the same action on the table. */
export function onIndex(action: string): string {
  return `${action} (index)`;
}

const root = resolve(import.meta.dirname, '../../..');

/** Actions with another name than `<service>:<command>`. SQS requires the single action for a batch. */
const actionOf: Readonly<Record<string, string>> = {
  'sqs:SendMessageBatch': 'sqs:SendMessage',
};

/**
 * Finds the AWS calls in the code. It bundles every handler without packages, which drops unreachable code, and searches the bundle for
 * commands. The bundler keeps whole classes, so a method of `Table` counts only if it is called on a variable named `table` (a test checks
 * the name).
 */
export async function awsCallsOfFunctions(): Promise<AwsCalls> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: functionNames.map((name) => ({ in: `functions/${name}/handler.ts`, out: name })),
    outdir: join(root, 'never-written'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node24',
    write: false,
    logLevel: 'silent',
  });
  return Object.fromEntries(
    outputFiles.map(({ path, text }) => [
      path.slice(root.length + '/never-written/'.length, -'.mjs'.length),
      awsCallsInBundle(text),
    ]),
  );
}

/** The classes whose methods make AWS calls, with the pattern of a method call. */
const classes: readonly (readonly [name: string, call: RegExp])[] = [
  ['Table', /\btable\d*\.(\w+)\(/g],
  ['Queue', /\.(\w+)\(/g],
];

/** Returns the IAM actions in the text of a bundle. */
export function awsCallsInBundle(bundle: string): readonly string[] {
  const bodies = classes.map(([name, call]) => ({ body: classText(bundle, name), call }));
  const others = bodies.reduce((text, { body }) => text.replace(body, ''), bundle);
  const reached = bodies.flatMap(({ body, call }) => {
    const called = new Set(Array.from(others.matchAll(call), ([, name]) => name));
    // Private methods and the constructor belong to what calls them.
    return methodsOf(body).filter(({ name }) => name.startsWith('#') || called.has(name));
  });
  const services = servicesOf(bundle);
  const actions = [others, ...reached.map(({ text }) => text)].flatMap((text) =>
    Array.from(text.matchAll(/\bnew (\w+)Command\d*\(/g), ([, name = '']) => {
      const action = `${services.get(`${name}Command`)}:${name}`;
      return text !== others && text.includes('IndexName:') ? onIndex(action) : (actionOf[action] ?? action);
    }),
  );
  return [...new Set(actions)].sort();
}

/** Returns a map from command to service, such as `sqs`. */
function servicesOf(bundle: string): ReadonlyMap<string, string> {
  const imports = bundle.matchAll(/import \{([^}]*)\} from "@aws-sdk\/client-([\w-]+)";/g);
  return new Map(
    Array.from(imports).flatMap(([, names = '', client = '']) =>
      names.split(',').map((name) => [name.trim(), client.replaceAll('-', '')] as const),
    ),
  );
}

/** Returns the text of a top-level class, or `''` if the bundle does not contain it. */
function classText(bundle: string, name: string): string {
  return new RegExp(`^(?:var ${name} = )?class (?:_?${name} )?\\{$[^]*?^\\};?$`, 'm').exec(bundle)?.[0] ?? '';
}

function methodsOf(classBody: string): readonly { readonly name: string; readonly text: string }[] {
  const starts = Array.from(classBody.matchAll(/^ {2}(?:async )?(#?\w+)\(.*\{$/gm));
  return starts.map((start, i) => ({
    name: start[1] ?? '',
    text: classBody.slice(start.index, starts[i + 1]?.index),
  }));
}
