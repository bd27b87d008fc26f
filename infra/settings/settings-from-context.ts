import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { SettingsError } from './stage-settings.ts';

/** Stage name -> its settings, not checked yet. */
export type Stages = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** `stages.json` beside cdk.json: no file of the project, so that pulling a newer version never meets it. */
export const defaultStagesFile = resolve(import.meta.dirname, '../../stages.json');

const stages = z.record(z.string(), z.record(z.string(), z.unknown()));

/**
 * Reads the file that holds the settings of stages.
 *
 * @param asked the file to read; without it the default one, which need not be there
 * @throws SettingsError when the file cannot be read, or does not map stage names to settings
 */
export function readStages(asked: string | undefined, byDefault: string): Stages {
  const file = asked ?? byDefault;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (asked === undefined && cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      return {};
    throw new SettingsError(`The settings file ${file} cannot be read.`, { cause });
  }
  return stagesOf(parsed(text, file), file);
}

/**
 * Checks that a value maps stage names to settings.
 *
 * @param where what holds it, for the message
 * @throws SettingsError
 */
export function stagesOf(value: unknown, where: string): Stages {
  const checked = stages.safeParse(value);
  if (checked.success) return checked.data;
  throw new SettingsError(
    `${where} must map stage names to their settings: {"prod": {"senderAddress": "…"}}.`,
  );
}

function parsed(text: string, file: string): unknown {
  try {
    // Some editors begin a file with a mark of its encoding.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new SettingsError(
      `The settings file ${file} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
