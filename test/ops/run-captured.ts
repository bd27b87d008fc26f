import { Readable } from 'node:stream';
import { type CliContext, runCli } from '../../infra/ops/cli.ts';

/** The result of a run of the command line. */
export interface Captured {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Standard output, parsed as JSON. */
  json<Value = unknown>(): Value;
}

/** An output that keeps what is written. */
export class Recorder {
  text = '';
  readonly isTTY: boolean;
  readonly columns = 80;
  constructor(isTTY = false) {
    this.isTTY = isTTY;
  }
  write(text: string): void {
    this.text += text;
  }
}

/** Runs a command line in this process. Its output is 80 columns wide and no terminal. */
export async function runCaptured(
  args: readonly string[],
  context: Partial<CliContext> & { readonly input?: string } = {},
): Promise<Captured> {
  const [out, err] = [new Recorder(), new Recorder()];
  const code = await runCli(args, {
    stdin: Readable.from([context.input ?? '']),
    stdout: out,
    stderr: err,
    env: {},
    stackFile: 'there-is-no-stack.json',
    ...context,
  });
  // The test names the shape that it expects, and checks it.
  return { code, out: out.text, err: err.text, json: <Value>() => JSON.parse(out.text) as Value };
}
