import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { openTable } from '../../shared/runtime/clients.ts';
import { jsonResponse, respondWithProblems } from '../../shared/runtime/http.ts';
import { addRequestId, createLogger } from '../../shared/runtime/logger.ts';
import { lambdaPlatform, type Platform } from '../../shared/runtime/platform.ts';
import { findCase } from './find-case.ts';
import { listCases } from './list-cases.ts';

/**
 * `GET /partners/{partnerId}/customers/{tenantId}`: the case file. Without a tenant: the partner's customers (contract §6).
 * Also `GET /health`.
 */
export function createHandler(platform: Platform) {
  const logger = createLogger();
  const table = openTable(platform);

  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Error, Context>()
    .use(addRequestId(logger))
    .use(respondWithProblems(logger))
    .handler(async ({ pathParameters, queryStringParameters }) => {
      const path = pathParameters ?? {};
      const query = queryStringParameters ?? {};
      if (path.partnerId === undefined) return jsonResponse(200, { status: 'ok' });
      if (path.tenantId !== undefined) return jsonResponse(200, await findCase(path, query, table));
      return jsonResponse(200, await listCases({ ...query, ...path }, table));
    });
}

export const handler = createHandler(lambdaPlatform);
