import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { reviewStage, SettingsError, type StageSettings, stageSettings } from './stage-settings.ts';

/** Stage name -> its settings, not checked yet. */
type Stages = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** `stages.json` beside cdk.json. The project has no such file, so pulling a newer version never conflicts with it. */
const defaultStagesFile = resolve(import.meta.dirname, '../../stages.json');

const stages = z.record(z.string(), z.record(z.string(), z.unknown()));

/**
 * Reads the settings of a stage. The CDK context gives the stage and the sender: `-c stage=<name> -c sender=<address>`. Everything else
 * comes from the settings file (`-c settings=<file>`, default `stages.json` beside cdk.json) or from `context.stages` in cdk.json. The
 * command line wins. Without stage, sender and settings file, the stage is `review`.
 *
 * @param context looks up a context value, as `app.node.tryGetContext` does
 * @param defaultFile the settings file when none is named; it need not exist
 * @throws SettingsError as {@link stageSettings}, and for a settings file that cannot be read
 */
export function settingsFromContext(
  context: (key: string) => unknown,
  defaultFile: string = defaultStagesFile,
): StageSettings {
  const [stage, sender, file] = ['stage', 'sender', 'settings'].map((key) => asText(context(key), key));
  if (stage === undefined) {
    if (sender === undefined && file === undefined) return stageSettings({ stage: reviewStage });
    throw new SettingsError('No stage is given: say which with -c stage=<name>.');
  }
  const inFile = readStagesFile(file, defaultFile);
  if (file !== undefined && !Object.hasOwn(inFile, stage))
    throw new SettingsError(
      `The settings file ${file} has no stage "${stage}", only: ${Object.keys(inFile).join(', ')}.`,
    );
  const inContext = parseStages(context('stages') ?? {}, 'context.stages in cdk.json');
  const sources = [inFile, inContext].filter((found) => Object.hasOwn(found, stage));
  if (sources.length > 1)
    throw new SettingsError(
      `Stage "${stage}" has settings in cdk.json and in a settings file: leave it in one.`,
    );
  return stageSettings({
    ...sources[0]?.[stage],
    ...(sender === undefined ? {} : { senderAddress: sender }),
    stage,
  });
}

function asText(value: unknown, key: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new SettingsError(`-c ${key}=… must be text.`);
}

/**
 * Checks that a value maps stage names to settings.
 *
 * @param source where the value comes from, for the message
 * @throws SettingsError
 */
export function parseStages(value: unknown, source: string): Stages {
  const checked = stages.safeParse(value);
  if (checked.success) return checked.data;
  throw new SettingsError(
    `${source} must map stage names to their settings: {"prod": {"senderAddress": "…"}}.`,
  );
}

function readStagesFile(named: string | undefined, defaultFile: string): Stages {
  const file = named ?? defaultFile;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (named === undefined && cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      return {};
    throw new SettingsError(`The settings file ${file} cannot be read.`, { cause });
  }
  return parseStages(parseJson(text, file), file);
}

function parseJson(text: string, file: string): unknown {
  try {
    // Some editors write a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new SettingsError(
      `The settings file ${file} is not valid JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
