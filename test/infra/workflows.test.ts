import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const workflow = (name: string) => readFileSync(resolve(root, '.github/workflows', name), 'utf8');

/** The permissions of each workflow: all that the token of its jobs may do. */
const permissions: Readonly<Record<string, readonly string[]>> = {
  'check.yml': ['contents: read'],
  'deploy.yml': ['contents: read', 'id-token: write'],
};

test('every workflow has its permissions in the list above', () => {
  const files = globSync('*', { cwd: resolve(root, '.github/workflows') });
  expect(files.sort()).toEqual(Object.keys(permissions).sort());
});

describe.each(Object.entries(permissions))('%s', (name, expected) => {
  const text = workflow(name);

  test('pins every action to a full commit hash and names its version', () => {
    const actions = [...text.matchAll(/\buses: *(.+)$/gm)].map(([, action = '']) => action);
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('has the least permissions, set once for all jobs', () => {
    expect(text.match(/permissions:/g)).toHaveLength(1);
    const block = /^permissions:\n((?: {2}.+\n)+)/m.exec(text)?.[1] ?? '';
    expect(block.trim().split(/\n\s*/)).toEqual(expected);
  });

  test('limits the time and the concurrency of its jobs', () => {
    expect(text).toMatch(/^ {4}timeout-minutes: \d+$/m);
    expect(text).toMatch(/^concurrency:\n {2}group: /m);
  });

  test('has no secret, and no expression inside a shell command', () => {
    expect(text).not.toMatch(/secrets\.|aws-access-key-id|aws-secret-access-key/);
    for (const [, command = ''] of text.matchAll(/\brun: *(.+)$/gm)) expect(command).not.toContain('${{');
  });
});

test('check.yml runs the test command of the README on Node 20 and 24', () => {
  const text = workflow('check.yml');
  const commands = [...text.matchAll(/\brun: *(.+)$/gm)].map(([, command]) => command);
  expect(commands).toEqual(['npm ci && npm run check']);
  expect(readFileSync(resolve(root, 'README.md'), 'utf8')).toContain('npm ci && npm run check');
  expect(text).toContain('node: ["20", "24"]');
});

test('deploy.yml deploys what it has synthesized, into the environment of the stage, with a role from a variable', () => {
  const text = workflow('deploy.yml');
  const commands = [...text.matchAll(/\brun: *(.+)$/gm)].map(([, command]) => command);
  expect(commands).toEqual([
    'npm ci',
    'npm run synth -- -c stage="$STAGE"',
    'npx cdk deploy --all --app cdk.out --require-approval never',
  ]);
  expect(text).toMatch(/^ {4}environment: \$\{\{ inputs\.stage \}\}$/m);
  expect(text).toMatch(/role-to-assume: \$\{\{ vars\.AWS_ROLE_ARN \}\}/);
});
