/**
 * A setting of the function, from its environment.
 * @throws Error naming the variable when the stack did not set it: the function must not start half configured
 */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set`);
  return value;
}

/** A setting that a stage may do without. */
export function optionalSetting(name: string): string | undefined {
  return process.env[name] || undefined;
}

/** A setting that is a number. */
export function numberSetting(name: string): number {
  const value = Number(setting(name));
  if (!Number.isFinite(value)) throw new Error(`The environment variable ${name} is not a number`);
  return value;
}

/** A setting that is a list of numbers, apart by commas. */
export function numberListSetting(name: string): number[] {
  const values = setting(name).split(',').map(Number);
  if (!values.every(Number.isFinite))
    throw new Error(`The environment variable ${name} is no list of numbers`);
  return values;
}
