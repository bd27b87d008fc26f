import { LeftOutOfBundle } from './left-out.ts';

/**
 * Stands for `@aws-sdk/endpoint-cache` in the bundles (8 KB). DynamoDB's client makes one and hands it to the middleware
 * of endpoint discovery, which no command of this client carries. Whoever looks for an endpoint calls one of these first.
 */
export class EndpointCache {
  getEndpoint(): never {
    throw new LeftOutOfBundle('@aws-sdk/endpoint-cache');
  }

  get(): never {
    throw new LeftOutOfBundle('@aws-sdk/endpoint-cache');
  }
}
