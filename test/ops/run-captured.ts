import { Readable } from 'node:stream';
import { type CliContext, runOps } from '../../infra/ops/run.ts';

/** What a run of the command line came to. */
export interface Captured {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What was written to standard output, as JSON. */
  json<Value = unknown>(): Value;
}

/** An output that keeps what was written. */
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

/** Runs a command line in this process, as at a terminal that is none: 80 columns, no colours. */
export async function runCaptured(
  args: readonly string[],
  around: Partial<CliContext> & { readonly input?: string } = {},
): Promise<Captured> {
  const [out, err] = [new Recorder(), new Recorder()];
  const code = await runOps(args, {
    stdin: Readable.from([around.input ?? '']),
    stdout: out,
    stderr: err,
    env: {},
    stackFile: 'there-is-no-stack.json',
    ...around,
  });
  // The test says which shape it expects, and checks it.
  return { code, out: out.text, err: err.text, json: <Value>() => JSON.parse(out.text) as Value };
}
