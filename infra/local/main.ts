import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Ora } from 'ora';
import { synthesize } from '../synthesize.ts';
import { exitWithError, parseStartFlags, type StartFlags, usage } from './command-line.ts';
import type { FunctionLogLine } from './function-logs.ts';
import type { LocalStack } from './local-stack.ts';
import { whenNpmEnds } from './npm-process.ts';
import { type PartnerCenterStandIn, startPartnerCenter } from './partner-center/stand-in.ts';
import { publishSamples } from './samples/publish-samples.ts';
import { StackFile } from './stack-file.ts';
import { startLocalStack } from './start-local-stack.ts';
import { fromAssembly } from './template/stack-template.ts';

const stackFile = resolve(import.meta.dirname, '../../.local/stack.json');

/** Closing takes about 10 ms; a stack that takes longer than this hangs. */
const closeMilliseconds = 5000;

/** `npm start`: synthesizes the template, runs it, publishes the sample events, stays up until Ctrl-C (contract §11). */
async function main(): Promise<void> {
  const flags = parseStartFlags(process.argv.slice(2));
  if (flags.help) return void process.stdout.write(usage());
  const progress = startProgress(flags);
  const outdir = mkdtempSync(join(tmpdir(), 'multichannel-support-'));
  process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));
  const partnerCenter = await startPartnerCenter();
  const settings = { partnerCenter: partnerCenter.settings };
  const templates = fromAssembly(await synthesize({ stage: 'local', outdir, validate: false, ...settings }));
  progress.show('Starting the stand-ins');
  const stack = await startLocalStack({
    templates,
    port: flags.port,
    ...(flags.dataDir !== undefined && { dataDir: resolve(flags.dataDir) }),
    ...(!flags.quiet && { onLogLine: (line) => printStackLine(line, progress) }),
    // The messages of such a function would be retried without end, and `/_local/idle` would never answer.
    onLoadFailure: exitWithError,
    // An answer must not leave for what is not kept.
    onWriteFailure: exitWithError,
  });
  const file = await StackFile.write(stackFile, stack);
  process.on('exit', () => file.remove());
  stopOnSignal(stack, partnerCenter, file);
  progress.hide();
  await printStart({ stack, partnerCenter, flags, progress, previousStack: file.previousStack });
}

async function printStart(start: {
  stack: LocalStack;
  partnerCenter: PartnerCenterStandIn;
  flags: StartFlags;
  progress: Progress;
  previousStack: string | undefined;
}): Promise<void> {
  const { stack, partnerCenter, flags, progress, previousStack } = start;
  process.stdout.write(`${stack.api}\n`);
  const print = (line: string) => {
    progress.hide();
    if (!flags.quiet) process.stdout.write(`${line}\n`);
  };
  print(`Console: ${stack.console}`);
  if (previousStack !== undefined)
    print(
      `Another stack runs at ${previousStack}. Until this one ends, .local/stack.json and \`npm run ops\` mean this one.`,
    );
  if (flags.samples) {
    progress.show('Publishing the sample events');
    await publishSamples({ stack, partnerCenter }, print);
  }
  print('Ctrl-C ends it.');
}

/** Prints what the stack itself reports about a function; the functions' own lines are at `/_local/logs`. */
function printStackLine(line: FunctionLogLine, progress: Progress): void {
  if (line.stream !== 'stack') return;
  progress.clearLine();
  process.stderr.write(`${line.function}: ${line.line}\n`);
}

/** The current step of the start. */
interface Progress {
  show(step: string): void;
  hide(): void;
  /** Clears the spinner's line, so that other output can be written there. */
  clearLine(): void;
}

/** Shows the current step with a spinner on a terminal's stderr; does nothing elsewhere and with `--quiet`. */
function startProgress({ quiet }: StartFlags): Progress {
  let step: string | undefined = 'Synthesizing the template';
  let spinner: Ora | undefined;
  // Loaded beside the other work: ora takes 0.1 s to load, and the start must not wait for it.
  if (!quiet && process.stderr.isTTY)
    void import('ora').then(({ default: ora }) => {
      spinner = ora();
      if (step !== undefined) spinner.start(step);
    });
  return {
    show(next) {
      step = next;
      spinner?.start(next);
    },
    hide() {
      step = undefined;
      spinner?.stop();
    },
    clearLine: () => spinner?.clear(),
  };
}

function stopOnSignal(stack: LocalStack, partnerCenter: PartnerCenterStandIn, file: StackFile): void {
  let stopping = false;
  const stop = async () => {
    // The terminal sends Ctrl-C to this process, and npm passes it on once more.
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), closeMilliseconds).unref();
    await file.restorePrevious();
    await stack.close();
    await partnerCenter.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  whenNpmEnds(stop);
}

main().catch(exitWithError);
