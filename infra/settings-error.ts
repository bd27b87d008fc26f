/** A setting is missing or wrong. The message names each one and says how to put it right. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code = 'settings-invalid';
}
