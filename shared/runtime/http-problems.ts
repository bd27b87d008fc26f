import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { codeOf } from './errors.ts';
import { type Problem, problem } from './http.ts';
import type { Logger } from './logger.ts';

/** Thrown where a request cannot be answered; becomes the answer it carries. */
export class HttpProblem extends Error {
  readonly problem: Problem;
  constructor(told: Problem) {
    super(told.title);
    this.name = 'HttpProblem';
    this.problem = told;
  }
}

/** Turns errors into RFC 9457 answers. What was not foreseen is 503 and says nothing of its cause; the log has the code. */
export function problems(
  logger: Logger,
): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Error, Context> {
  return {
    onError(request) {
      if (request.error instanceof HttpProblem) {
        request.response = problem(request.error.problem);
        return;
      }
      logger.error('request failed', { code: codeOf(request.error) });
      request.response = problem({
        status: 503,
        code: 'unavailable',
        title: 'Not available just now; try again',
      });
    },
  };
}
