import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { synthesize } from '../synthesize.ts';
import { describeStartFailure, parseStartFlags, type StartFlags, usage } from './command-line.ts';
import type { FunctionLogLine } from './function-logs.ts';
import type { LocalStack } from './local-stack.ts';
import { type PartnerCenterStandIn, startPartnerCenter } from './partner-center/stand-in.ts';
import { StackFile } from './stack-file.ts';
import { startLocalStack } from './start-local-stack.ts';
import { tellSampleStory } from './story/tell.ts';
import { fromAssembly } from './template/stack-template.ts';

/** `npm start`: synthesizes the template, runs it, tells the sample story, stays up until Ctrl-C (contract §11). */
const stackFile = resolve(import.meta.dirname, '../../.local/stack.json');

/** Closing takes some 10 ms; longer than this, something hangs. */
const closeMilliseconds = 5000;

async function main(): Promise<void> {
  const wanted = parseStartFlags(process.argv.slice(2));
  if (wanted.help) return void process.stdout.write(usage);
  const outdir = mkdtempSync(join(tmpdir(), 'multichannel-support-'));
  process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));
  const partnerCenter = await startPartnerCenter();
  const settings = { partnerCenter: partnerCenter.settings };
  const templates = fromAssembly(await synthesize({ stage: 'local', outdir, validate: false, ...settings }));
  const stack = await startLocalStack({
    templates,
    port: wanted.port,
    ...(wanted.dataDir !== undefined && { dataDir: resolve(wanted.dataDir) }),
    ...(!wanted.quiet && { onLogLine: printStackLine }),
    // Its messages would be tried again and again, and whoever waits for them would wait for ever.
    onLoadFailure: exitWithError,
  });
  const file = await StackFile.write(stackFile, stack);
  process.on('exit', () => file.remove());
  stopOnSignal(stack, partnerCenter, file);
  await greet(stack, partnerCenter, wanted, file.previousStack);
}

async function greet(
  stack: LocalStack,
  partnerCenter: PartnerCenterStandIn,
  wanted: StartFlags,
  former: string | undefined,
): Promise<void> {
  process.stdout.write(`${stack.api}\n`);
  const print = wanted.quiet ? () => {} : (line: string) => process.stdout.write(`${line}\n`);
  print(`Console: ${stack.console}`);
  if (former !== undefined)
    print(
      `Another stack runs at ${former}. Until this one ends, .local/stack.json and \`npm run ops\` mean this one.`,
    );
  if (wanted.samples) await tellSampleStory({ stack, partnerCenter }, print);
  print('Ctrl-C ends it.');
}

/** Only what went wrong; everything the functions write is at `/_local/logs`. */
function printStackLine(line: FunctionLogLine): void {
  if (line.stream === 'stack') process.stderr.write(`${line.function}: ${line.line}\n`);
}

function stopOnSignal(stack: LocalStack, partnerCenter: PartnerCenterStandIn, file: StackFile): void {
  let stopping = false;
  const stop = async () => {
    // npm passes a Ctrl-C on that the terminal has sent us already: the second one means nothing.
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), closeMilliseconds).unref();
    await file.restorePrevious();
    await stack.close();
    await partnerCenter.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
}

function exitWithError(error: unknown): never {
  const { message, exitCode } = describeStartFailure(error);
  process.stderr.write(`${message}\n`);
  process.exit(exitCode);
}

main().catch(exitWithError);
