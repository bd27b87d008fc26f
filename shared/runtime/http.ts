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

/**
 * The body of a request in JSON: UTF-8 (RFC 8259, §8.1). A byte order mark is ignored.
 * @throws HttpProblem 415 for another charset, 400 for bytes that are not UTF-8
 */
export function jsonText(
  event: Pick<APIGatewayProxyEventV2, 'body' | 'headers' | 'isBase64Encoded'>,
): string {
  const [, charset = 'utf-8'] =
    /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(event.headers['content-type'] ?? '') ?? [];
  if (!/^(?:utf-?8|us-ascii)$/i.test(charset)) {
    throw new HttpProblem({
      status: 415,
      code: 'unsupported-charset',
      title: 'Send JSON in UTF-8',
      detail: 'The charset must be utf-8',
    });
  }
  const text = decodeUtf8(event);
  if (text !== null) return text;
  throw new HttpProblem({
    status: 400,
    code: 'not-utf-8',
    title: 'The request could not be read',
    detail: 'The body must be UTF-8',
  });
}

function decodeUtf8({ body, isBase64Encoded }: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>) {
  // API Gateway replaces bytes that are not UTF-8 in a body that it passes as text.
  if (!isBase64Encoded) return body?.includes('\ufffd') ? null : (body ?? '').replace(/^\ufeff/, '');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body ?? '', 'base64'));
  } catch {
    return null;
  }
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
