import { expect, test } from 'vitest';
import * as z from 'zod';
import { httpApiInvariants, publicRoutes, routeType, stages } from './invariants/http-api.ts';
import { testInvariants } from './invariants/invariant.ts';
import { fullStage, localStage, resourcesOfType, target } from './stages.ts';

const routes = {
  ...Object.fromEntries(publicRoutes.map((route) => [route, 'approval-page'])),
  'GET /health': 'cases-api',
  'GET /partners/{partnerId}/customers': 'cases-api',
  'GET /partners/{partnerId}/customers/{tenantId}': 'cases-api',
  'POST /decisions': 'events-api',
  'POST /events': 'events-api',
  'POST /webhooks/partner-center': 'partner-center-webhook',
};

const local = await localStage();
const full = await fullStage();

testInvariants(httpApiInvariants, full);

test('each route invokes its function', () => {
  const found = resourcesOfType(local, routeType).map(({ properties }) => [
    properties.RouteKey,
    functionBehind(properties.Target),
  ]);
  expect(Object.fromEntries(found)).toEqual(routes);
});

test('the default stage deploys automatically, and paths contain no stage', () => {
  expect(stages(local)).toMatchObject([{ StageName: '$default', AutoDeploy: true }]);
});

test('access logs are in /aws/vendedlogs/, where a log group needs no entry in a resource policy', () => {
  const names = resourcesOfType(full, 'AWS::Logs::LogGroup').map(({ properties }) =>
    String(properties.LogGroupName),
  );
  const outside = names.filter((name) => !/^\/aws\/(?:lambda|vendedlogs)\//.test(name));
  expect([outside, names.filter((name) => name.startsWith('/aws/vendedlogs/')).length]).toEqual([[], 1]);
});

test('API Gateway may call a function for its own routes only', () => {
  const permissions = resourcesOfType(local, 'AWS::Lambda::Permission').filter(
    ({ properties }) => properties.Principal !== 'events.amazonaws.com',
  );
  expect(permissions).not.toEqual([]);
  // The function behind `$default` answers every path that no other takes.
  const others = permissions.filter(({ id }) => !id.startsWith('HttpApiOthers'));
  for (const { properties } of others) {
    expect(properties.Principal).toBe('apigateway.amazonaws.com');
    expect(JSON.stringify(properties.SourceArn)).toMatch(
      /"\/\*\/\*\/(events|decisions|health|invitations|partners|webhooks)/,
    );
  }
});

function functionBehind(routeTarget: unknown): unknown {
  const joined = z.object({
    'Fn::Join': z.tuple([z.string(), z.tuple([z.literal('integrations/'), z.json()])]),
  });
  const integration = target(local, joined.parse(routeTarget)['Fn::Join'][1][1]);
  return target(local, integration.properties.IntegrationUri).properties.FunctionName;
}

test('a custom domain serves the API and is in the links of mails', () => {
  const [domain] = resourcesOfType(full, 'AWS::ApiGatewayV2::DomainName');
  expect(domain?.properties).toMatchObject({
    DomainName: 'links.example.org',
    DomainNameConfigurations: [{ EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' }],
  });
  const [mapping] = resourcesOfType(full, 'AWS::ApiGatewayV2::ApiMapping');
  expect(target(full, mapping?.properties.DomainName)).toBe(domain);
  expect(full.outputs.DomainTarget).toEqual({ 'Fn::GetAtt': [domain?.id, 'RegionalDomainName'] });
  const sendMail = resourcesOfType(full, 'AWS::Lambda::Function').find(
    ({ properties }) => properties.FunctionName === 'dev-send-mail',
  );
  expect(sendMail?.properties.Environment).toMatchObject({
    Variables: { PUBLIC_BASE_URL: 'https://links.example.org' },
  });
});
