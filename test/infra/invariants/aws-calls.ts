import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { functionNames } from '../stages.ts';

/** Function's name -> the IAM actions of the AWS requests its code can make; see {@link onIndex}. */
export type AwsCalls = Readonly<Record<string, readonly string[]>>;

/** How a call on an index of the table is told from the same call on the table. */
export function onIndex(action: string): string {
  return `${action} (index)`;
}

const root = resolve(import.meta.dirname, '../../..');

/** The actions whose name is not `<service>:<command>`. SQS asks for the single action for a batch. */
const actionOf: Readonly<Record<string, string>> = {
  'sqs:SendMessageBatch': 'sqs:SendMessage',
};

/**
 * Derives the calls from the code: every handler is bundled without packages, which drops what it does not reach; in what is left
 * the commands that are made are found. Classes are kept whole by the bundler, so the methods of `Table` count only where
 * one is called; whatever is a Table is named `table` (a test sees to it).
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

/** The classes whose methods make requests, and how a call of one of them begins. */
const classes: readonly (readonly [name: string, call: RegExp])[] = [
  ['Table', /\btable\d*\.(\w+)\(/g],
  ['Queue', /\.(\w+)\(/g],
];

/** The actions in one bundle's text. */
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

/** Command -> the service whose client has it: `sqs`, `dynamodb`. */
function servicesOf(bundle: string): ReadonlyMap<string, string> {
  const imports = bundle.matchAll(/import \{([^}]*)\} from "@aws-sdk\/client-([\w-]+)";/g);
  return new Map(
    Array.from(imports).flatMap(([, names = '', client = '']) =>
      names.split(',').map((name) => [name.trim(), client.replaceAll('-', '')] as const),
    ),
  );
}

/** The text of a class at the top level of a bundle; `''` where it was dropped. */
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
