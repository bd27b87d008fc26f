import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';

export type Logger = Pick<PowertoolsLogger, 'info' | 'warn' | 'error' | 'appendKeys' | 'resetKeys'>;

/** A structured logger. Callers log codes, counts and ids of ours; never a body, name, address, comment or token. */
export function createLogger(): Logger {
  return new PowertoolsLogger();
}

/** Puts the invocation's id on every log line, and takes it off again. */
export function addRequestId(logger: Logger): MiddlewareObj<unknown, unknown, Error, Context> {
  return {
    before({ context }) {
      logger.appendKeys({ requestId: context.awsRequestId });
    },
    after() {
      logger.resetKeys();
    },
    onError() {
      logger.resetKeys();
    },
  };
}
