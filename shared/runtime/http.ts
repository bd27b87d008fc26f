import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { codeOf } from './errors.ts';
import type { Logger } from './logger.ts';

/** An RFC 9457 problem: an error for programs and people. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly detail?: string;
  readonly [member: string]: unknown;
}

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** A response in JSON. */
export function jsonResponse(statusCode: number, value: unknown): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: { ...HEADERS, 'content-type': 'application/json' },
    body: JSON.stringify(value),
  };
}

/** A response with a problem (RFC 9457 `application/problem+json`). */
export function problemResponse({
  status,
  title,
  code,
  ...rest
}: Problem): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: { ...HEADERS, 'content-type': 'application/problem+json' },
    body: JSON.stringify({ type: `urn:multichannel-support:problem:${code}`, title, status, code, ...rest }),
  };
}

/** The body of a request as text. API Gateway passes binary bodies as Base64. */
export function bodyText(event: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>): string {
  if (!event.body) return '';
  return event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString('utf8') : event.body;
}

/** The raw body of a request, as a signature covers it. */
export function bodyBytes(event: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>): Buffer {
  return Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
}

/** The media type of a request, in lower case and without parameters. */
export function mediaTypeOf(event: Pick<APIGatewayProxyEventV2, 'headers'>): string {
  return (event.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** An error with its HTTP response. */
export class HttpProblem extends Error {
  readonly problem: Problem;
  constructor(details: Problem) {
    super(details.title);
    this.name = 'HttpProblem';
    this.problem = details;
  }
}

/** Turns errors into RFC 9457 responses. An unexpected error is a 503 without its cause; the log has the code. */
export function respondWithProblems(
  logger: Logger,
): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Error, Context> {
  return {
    onError(request) {
      if (request.error instanceof HttpProblem) {
        request.response = problemResponse(request.error.problem);
        return;
      }
      logger.error('request failed', { code: codeOf(request.error) });
      request.response = problemResponse({
        status: 503,
        code: 'unavailable',
        title: 'Not available just now; try again',
      });
    },
  };
}
