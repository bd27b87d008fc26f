import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Meter } from '../../shared/runtime/metric-catalogue.ts';

type Outages = MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Error, Context>;
type Told = Parameters<NonNullable<Outages['after']>>[0];

/** Counts the visits that got the page that says to try again: Lambda takes those for answered. Before what makes the page. */
export function countOutages(meter: Meter): Outages {
  const count = ({ response }: Told) => {
    if ((response?.statusCode ?? 500) >= 500) meter.add({ name: 'PageUnavailable' });
  };
  return { after: count, onError: count };
}
