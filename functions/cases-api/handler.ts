import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { openTable } from '../../shared/runtime/clients.ts';
import { correlate } from '../../shared/runtime/correlation.ts';
import { json } from '../../shared/runtime/http.ts';
import { problems } from '../../shared/runtime/http-problems.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { findCase } from './find-case.ts';
import { listCases } from './list-cases.ts';

const logger = createLogger();
const table = openTable();

/**
 * `GET /partners/{partnerId}/customers/{tenantId}`: the case file; without a tenant: the partner's customers (contract §6);
 * and `GET /health`.
 */
export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Error, Context>()
  .use(correlate(logger))
  .use(problems(logger))
  .handler(async ({ pathParameters, queryStringParameters }) => {
    const path = pathParameters ?? {};
    const query = queryStringParameters ?? {};
    if (path.partnerId === undefined) return json(200, { status: 'ok' });
    if (path.tenantId !== undefined) return json(200, await findCase(path, query, table));
    return json(200, await listCases({ ...query, ...path }, table));
  });
