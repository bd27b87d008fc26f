import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';

export type Logger = Pick<PowertoolsLogger, 'info' | 'warn' | 'error' | 'appendKeys' | 'resetKeys'>;

/** A structured logger. Log codes, counts and the product's own ids; never a body, name, address, comment or token. */
export function createLogger(): Logger {
  return new PowertoolsLogger();
}

/** Adds the request id of the invocation to every log line. */
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
