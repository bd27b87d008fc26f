import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { synthesize } from '../synthesize.ts';
import { ArgumentError, parseStartArguments, type StartArguments, usage } from './arguments.ts';
import type { LocalStack } from './local-stack.ts';
import type { LogLine } from './logs.ts';
import { type PartnerCenterStandIn, startPartnerCenter } from './partner-center/stand-in.ts';
import { startLocalStack } from './stack.ts';
import { stackFileText } from './stack-file.ts';
import { tellSampleStory } from './story/tell.ts';
import { fromAssembly } from './template/assembly.ts';

/** `npm start`: synthesizes the template, runs it, tells the sample story, stays up until Ctrl-C (contract §11). */
const stackFile = resolve(import.meta.dirname, '../../.local/stack.json');

/** Closing takes some 10 ms; longer than this, something hangs. */
const closeMilliseconds = 5000;

async function main(): Promise<void> {
  const wanted = parseStartArguments(process.argv.slice(2));
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
    ...(!wanted.quiet && { log: printTrouble }),
  });
  const written = writeStackFile(stack);
  stopOnSignal(stack, partnerCenter, written);
  await greet(stack, partnerCenter, wanted);
}

async function greet(
  stack: LocalStack,
  partnerCenter: PartnerCenterStandIn,
  wanted: StartArguments,
): Promise<void> {
  process.stdout.write(`${stack.api}\n`);
  if (!wanted.quiet) process.stdout.write(`Console: ${stack.console}\n`);
  const print = wanted.quiet ? () => {} : (line: string) => process.stdout.write(`${line}\n`);
  if (wanted.samples) await tellSampleStory({ stack, partnerCenter }, print);
  if (!wanted.quiet) process.stdout.write('Ctrl-C ends it.\n');
}

/** Only what went wrong; everything the functions write is at `/_local/logs`. */
function printTrouble(line: LogLine): void {
  if (line.stream === 'stack') process.stderr.write(`${line.function}: ${line.line}\n`);
}

/** Writes `.local/stack.json`, so that tests and people find the running stack. */
function writeStackFile(stack: LocalStack): string {
  const text = stackFileText(stack);
  mkdirSync(resolve(stackFile, '..'), { recursive: true });
  writeFileSync(stackFile, text);
  return text;
}

function stopOnSignal(stack: LocalStack, partnerCenter: PartnerCenterStandIn, written: string): void {
  let stopping = false;
  const stop = async () => {
    // npm passes a Ctrl-C on that the terminal has sent us already: the second one means nothing.
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), closeMilliseconds).unref();
    // Another stack may have started since; its file stays.
    if (existsSync(stackFile) && readFileSync(stackFile, 'utf8') === written) rmSync(stackFile);
    await stack.close();
    await partnerCenter.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
}

main().catch((error: unknown) => {
  if (error instanceof ArgumentError) process.stderr.write(`${error.message}\n`);
  else if (isPortTaken(error))
    process.stderr.write('The port is taken. Choose another with --port N, or 0 for any.\n');
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
