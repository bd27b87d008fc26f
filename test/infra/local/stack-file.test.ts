import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StackFile } from '../../../infra/local/stack-file.ts';
import type { LocalStack } from '../../../infra/local/start-local-stack.ts';
import { startLocalStack } from '../../../infra/local/start-local-stack.ts';

let folder: string;
let path: string;
let stacks: LocalStack[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stack-file-'));
  path = join(folder, '.local/stack.json');
  stacks = [await startLocalStack({ templates: [] }), await startLocalStack({ templates: [] })];
});
afterEach(async () => {
  for (const stack of stacks) await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Writes the file of the first and then of the second stack. */
async function two(): Promise<readonly [StackFile, StackFile, LocalStack, LocalStack]> {
  const [first, second] = stacks as [LocalStack, LocalStack];
  return [await StackFile.write(path, first), await StackFile.write(path, second), first, second];
}

const named = () => JSON.parse(readFileSync(path, 'utf8')).api;

describe('the file of the running stack', () => {
  it('is made, and removed when the stack ends', async () => {
    const [first] = stacks as [LocalStack];
    const file = await StackFile.write(path, first);
    expect(named()).toBe(first.api);
    expect(file.previousStack).toBeUndefined();
    await file.restorePrevious();
    expect(existsSync(path)).toBe(false);
  });

  it('names the stack that started last, and the one before again when that ends', async () => {
    const [one, other, first, second] = await two();
    expect(named()).toBe(second.api);
    expect(other.previousStack).toBe(first.api);
    await other.restorePrevious();
    expect(named()).toBe(first.api);
    await one.restorePrevious();
    expect(existsSync(path)).toBe(false);
  });

  it('stays with the later stack when the one before ends first, and goes with it', async () => {
    const [one, other, first, second] = await two();
    await one.restorePrevious();
    one.remove();
    expect(named()).toBe(second.api);
    await first.close();
    await other.restorePrevious();
    expect(existsSync(path)).toBe(false);
  });

  it('is removed at once by a stack that breaks down', async () => {
    const [, other] = await two();
    other.remove();
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    ['of no stack', 'text'],
    ['of a stack that is gone', '{"api": "http://127.0.0.1:9"}'],
    ['that leads elsewhere', '{"api": "http://stack.example"}'],
  ])('takes the place of one %s', async (_, text) => {
    const [first] = stacks as [LocalStack];
    await (await StackFile.write(path, first)).restorePrevious();
    writeFileSync(path, text);
    const file = await StackFile.write(path, first);
    expect(file.previousStack).toBeUndefined();
    await file.restorePrevious();
    expect(existsSync(path)).toBe(false);
  });
});
