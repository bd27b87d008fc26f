import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Logger } from './logger.ts';

/** Puts the invocation's id on every log line, and takes it off again. */
export function correlate(logger: Logger): MiddlewareObj<unknown, unknown, Error, Context> {
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
