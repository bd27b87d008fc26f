import { expect, test } from 'vitest';
import { apiOperations } from '../../../infra/build/interface/openapi.ts';
import { resourcesOfType, synthesisTimeout, synthesizeStage } from '../../infra/stages.ts';

/** What no other route takes is answered 404; it is no operation. */
const others = '$default';

test(
  'the OpenAPI document has every route of the template and no other, public where the route is',
  async () => {
    const deployed = await synthesizeStage({ stage: 'local', validate: false });
    const routes = resourcesOfType(deployed, 'AWS::ApiGatewayV2::Route')
      .map(({ properties }) => [
        String(properties.RouteKey),
        properties.AuthorizationType === 'AWS_IAM' ? 'iam' : 'public',
      ])
      .filter(([key]) => key !== others);
    const operations = Object.entries(apiOperations([])).map(([key, { access }]) => [key, access]);
    expect(Object.fromEntries(operations)).toEqual(Object.fromEntries(routes));
    expect(operations.length).toBe(routes.length);
  },
  synthesisTimeout,
);
