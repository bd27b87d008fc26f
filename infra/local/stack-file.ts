import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { LocalStack } from './local-stack.ts';

/** What `.local/stack.json` says of a running stack (contract §11), and where its link keys are. */
export function stackFileText({ api, console, sqs, dynamodb, ses, secrets }: LocalStack): string {
  const [arn] = secrets.arns();
  const described = { api, console, sqs, dynamodb, ses, secrets: { endpoint: secrets.endpoint, arn } };
  return `${JSON.stringify(described, null, 2)}\n`;
}

/** `.local/stack.json` of a running stack. The stack that started last has it, and hands it back to the one before when it ends. */
export class StackFile {
  /** The address of the stack whose file this was, if that one still runs. */
  readonly previousStack: string | undefined;
  readonly #path: string;
  readonly #text: string;
  readonly #before: string | undefined;

  private constructor(path: string, text: string, before: { text: string; api: string } | undefined) {
    this.#path = path;
    this.#text = text;
    this.#before = before?.text;
    this.previousStack = before?.api;
  }

  /** Writes the file, so that tests and people find the stack. */
  static async write(path: string, stack: LocalStack): Promise<StackFile> {
    const text = stackFileText(stack);
    const before = await runningStack(textOf(path));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return new StackFile(path, text, before);
  }

  /** Hands the file back to the stack before, if that still runs, or removes it. A later stack's file stays. */
  async restorePrevious(): Promise<void> {
    if (!this.#isOurs() || (await runningStack(this.#before)) === undefined) this.remove();
    else if (this.#before !== undefined) writeFileSync(this.#path, this.#before);
  }

  /** Removes the file, if it is still this stack's. */
  remove(): void {
    if (this.#isOurs()) rmSync(this.#path);
  }

  #isOurs(): boolean {
    return textOf(this.#path) === this.#text;
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const described = z.object({ api: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }) });

/** The address of the stack that a file's text describes, if it answers within a second. */
async function runningStack(text: string | undefined): Promise<{ text: string; api: string } | undefined> {
  if (text === undefined) return undefined;
  try {
    const { api } = described.parse(JSON.parse(text));
    const response = await fetch(`${api}/_local/clock`, { signal: AbortSignal.timeout(1_000) });
    return response.ok ? { text, api } : undefined;
  } catch {
    return undefined;
  }
}
