import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import {
  type DeployedResource,
  type Deployment,
  deployment,
  ofType,
  synthesisTime,
  target,
} from './deployment.ts';
import { each, type Law, proveLaws } from './law.ts';

const routeType = 'AWS::ApiGatewayV2::Route';
const stageType = 'AWS::ApiGatewayV2::Stage';
const integrationType = 'AWS::ApiGatewayV2::Integration';

/** Everything that anybody may call. Whatever is not here asks for a signed request. */
const publicRoutes = [
  'GET /health',
  'GET /invitations/{token}',
  'HEAD /invitations/{token}',
  'POST /invitations/{token}',
  'POST /webhooks/partner-center',
];

const routes = {
  ...Object.fromEntries(publicRoutes.map((route) => [route, 'approval-page'])),
  'GET /health': 'cases-api',
  'GET /partners/{partnerId}/customers': 'cases-api',
  'GET /partners/{partnerId}/customers/{tenantId}': 'cases-api',
  'POST /decisions': 'events-api',
  'POST /events': 'events-api',
  'POST /webhooks/partner-center': 'partner-center-webhook',
};

const stageSchema = z.object({
  StageName: z.string(),
  AutoDeploy: z.boolean(),
  DefaultRouteSettings: z
    .object({ ThrottlingRateLimit: z.number(), ThrottlingBurstLimit: z.number() })
    .optional(),
  RouteSettings: z
    .record(z.string(), z.object({ ThrottlingRateLimit: z.number(), ThrottlingBurstLimit: z.number() }))
    .default({}),
  AccessLogSettings: z.object({ DestinationArn: z.json(), Format: z.string() }).optional(),
});

const isSigned = ({ properties }: DeployedResource) => !publicRoutes.includes(String(properties.RouteKey));

const laws: readonly Law[] = [
  {
    name: 'every route asks for a signed request, or is said to be public',
    faults: (deployed) =>
      ofType(deployed, routeType)
        .filter((route) => isSigned(route) && route.properties.AuthorizationType !== 'AWS_IAM')
        .map(({ id }) => id),
    broken: {
      open: each(routeType, 'AuthorizationType', 'NONE', isSigned),
      'not said': each(routeType, 'AuthorizationType', undefined, isSigned),
      'a new open route': each(routeType, 'RouteKey', 'GET /new', (route) => !isSigned(route)),
    },
  },
  {
    name: 'every stage is throttled',
    faults: (deployed) =>
      stages(deployed)
        .filter(
          ({ DefaultRouteSettings: limits }) =>
            !(limits && limits.ThrottlingRateLimit > 0 && limits.ThrottlingBurstLimit > 0),
        )
        .map(({ StageName }) => StageName),
    broken: { 'not said': each(stageType, 'DefaultRouteSettings', undefined) },
  },
  {
    name: 'what makes us download something for anybody is throttled more, once its route is there',
    faults: (deployed) =>
      ofType(deployed, stageType)
        .filter(({ properties, dependsOn }) => {
          const { DefaultRouteSettings: all, RouteSettings } = stageSchema.parse(properties);
          const own = RouteSettings['POST /webhooks/partner-center'];
          const route = ofType(deployed, routeType).find(
            (one) => one.properties.RouteKey === 'POST /webhooks/partner-center',
          );
          return !(
            own &&
            own.ThrottlingRateLimit < (all?.ThrottlingRateLimit ?? 0) &&
            own.ThrottlingBurstLimit < (all?.ThrottlingBurstLimit ?? 0) &&
            route &&
            dependsOn.includes(route.id)
          );
        })
        .map(({ id }) => id),
    broken: {
      'not said': each(stageType, 'RouteSettings', undefined),
      'as much as all': each(stageType, 'DefaultRouteSettings', {
        ThrottlingRateLimit: 20,
        ThrottlingBurstLimit: 40,
      }),
      'too early': (deployed) =>
        ofType(deployed, stageType).map((stage) => ({
          ...deployed,
          resources: deployed.resources.map((one) => (one === stage ? { ...one, dependsOn: [] } : one)),
        })),
    },
  },
  {
    name: "every stage logs its requests, and never an invitation's path, which is its token",
    faults: (deployed) =>
      stages(deployed)
        .filter(
          ({ AccessLogSettings: log }) =>
            log === undefined ||
            !log.Format.includes('$context.requestId') ||
            /\$context\.path/.test(log.Format),
        )
        .map(({ StageName }) => StageName),
    broken: {
      'no log': each(stageType, 'AccessLogSettings', undefined),
      'with the path': each(
        stageType,
        'AccessLogSettings.Format',
        '{"id":"$context.requestId","path":"$context.path"}',
      ),
    },
  },
  {
    name: 'no API answers to pages of other sites',
    faults: (deployed) =>
      ofType(deployed, 'AWS::ApiGatewayV2::Api')
        .filter(({ properties }) => properties.CorsConfiguration !== undefined)
        .map(({ id }) => id),
    broken: { 'any origin': each('AWS::ApiGatewayV2::Api', 'CorsConfiguration', { AllowOrigins: ['*'] }) },
  },
  {
    name: 'every integration may call its function, in payload format 2.0',
    faults: (deployed) =>
      ofType(deployed, integrationType)
        .filter(
          ({ properties }) =>
            properties.PayloadFormatVersion !== '2.0' || !isPermitted(deployed, properties.IntegrationUri),
        )
        .map(({ id }) => id),
    broken: {
      'format 1.0': each(integrationType, 'PayloadFormatVersion', '1.0'),
      'no permission': (deployed) => [
        {
          ...deployed,
          resources: deployed.resources.filter(({ type }) => type !== 'AWS::Lambda::Permission'),
        },
      ],
    },
  },
];

let local: Deployment;
beforeAll(async () => {
  local = await deployment({ stage: 'local', validate: false });
}, synthesisTime);

proveLaws(laws, () => local);

test('each route leads to its function', () => {
  const found = ofType(local, routeType).map(({ properties }) => [
    properties.RouteKey,
    functionBehind(properties.Target),
  ]);
  expect(Object.fromEntries(found)).toEqual(routes);
});

test('the default stage deploys itself, so that paths have no stage in them', () => {
  expect(stages(local)).toMatchObject([{ StageName: '$default', AutoDeploy: true }]);
});

test('API Gateway may call a function for its own routes only', () => {
  const permissions = ofType(local, 'AWS::Lambda::Permission').filter(
    ({ properties }) => properties.Principal !== 'events.amazonaws.com',
  );
  expect(permissions).not.toEqual([]);
  for (const { properties } of permissions) {
    expect(properties.Principal).toBe('apigateway.amazonaws.com');
    expect(JSON.stringify(properties.SourceArn)).toMatch(
      /"\/\*\/\*\/(events|decisions|health|invitations|partners|webhooks)/,
    );
  }
});

function stages(deployed: Deployment) {
  return ofType(deployed, stageType).map(({ properties }) => stageSchema.parse(properties));
}

function isPermitted(deployed: Deployment, uri: unknown): boolean {
  return deployed.resources.some(
    ({ type, properties }) =>
      type === 'AWS::Lambda::Permission' && JSON.stringify(properties.FunctionName) === JSON.stringify(uri),
  );
}

function functionBehind(routeTarget: unknown): unknown {
  const joined = z.object({
    'Fn::Join': z.tuple([z.string(), z.tuple([z.literal('integrations/'), z.json()])]),
  });
  const integration = target(local, joined.parse(routeTarget)['Fn::Join'][1][1]);
  return target(local, integration.properties.IntegrationUri).properties.FunctionName;
}
