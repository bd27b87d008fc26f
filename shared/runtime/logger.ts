import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';

export type Logger = Pick<PowertoolsLogger, 'info' | 'warn' | 'error' | 'appendKeys' | 'resetKeys'>;

/** A structured logger. Callers log codes, counts and ids of ours; never a body, name, address, comment or token. */
export function createLogger(): Logger {
  return new PowertoolsLogger();
}
