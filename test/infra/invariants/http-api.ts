import * as z from 'zod';
import { type DeployedResource, type Deployment, resourcesOfType } from '../stages.ts';
import { type Invariant, withProperty } from './invariant.ts';

export const routeType = 'AWS::ApiGatewayV2::Route';
const stageType = 'AWS::ApiGatewayV2::Stage';
const integrationType = 'AWS::ApiGatewayV2::Integration';
const permissionType = 'AWS::Lambda::Permission';
const domainType = 'AWS::ApiGatewayV2::DomainName';

/** The public routes. All other routes require a signed request. */
export const publicRoutes = [
  '$default',
  'GET /health',
  'GET /invitations/{token}',
  'HEAD /invitations/{token}',
  'POST /invitations/{token}',
  'POST /webhooks/partner-center',
];

/** The allowed fields of the access log: never the path, which contains the token of an invitation, and never the caller. */
const logged = [
  'requestId',
  'requestTime',
  'routeKey',
  'status',
  'responseLength',
  'responseLatency',
  'integrationLatency',
  'integrationErrorMessage',
  'error.message',
];

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

export const httpApiInvariants: readonly Invariant[] = [
  {
    name: 'every route requires a signed request or is in the list of public routes',
    violations: (deployed) =>
      resourcesOfType(deployed, routeType)
        .filter((route) => isSigned(route) && route.properties.AuthorizationType !== 'AWS_IAM')
        .map(({ id }) => id),
    breakingChanges: {
      open: withProperty(routeType, 'AuthorizationType', 'NONE', isSigned),
      'the property is missing': withProperty(routeType, 'AuthorizationType', undefined, isSigned),
      'a new open route': withProperty(routeType, 'RouteKey', 'GET /new', (route) => !isSigned(route)),
    },
  },
  {
    name: 'every stage is throttled',
    violations: (deployed) =>
      stages(deployed)
        .filter(
          ({ DefaultRouteSettings: limits }) =>
            !(limits && limits.ThrottlingRateLimit > 0 && limits.ThrottlingBurstLimit > 0),
        )
        .map(({ StageName }) => StageName),
    breakingChanges: {
      'the property is missing': withProperty(stageType, 'DefaultRouteSettings', undefined),
    },
  },
  {
    name: 'every public route has a lower throttle than the API, set after the route exists',
    violations: (deployed) =>
      resourcesOfType(deployed, stageType).flatMap((stage) => {
        const { DefaultRouteSettings: all, RouteSettings } = stageSchema.parse(stage.properties);
        return resourcesOfType(deployed, routeType)
          .filter((route) => route.properties.AuthorizationType !== 'AWS_IAM')
          .filter(({ id, properties }) => {
            const own = RouteSettings[String(properties.RouteKey)];
            return !(
              own &&
              own.ThrottlingRateLimit < (all?.ThrottlingRateLimit ?? 0) &&
              own.ThrottlingBurstLimit < (all?.ThrottlingBurstLimit ?? 0) &&
              stage.dependsOn.includes(id)
            );
          })
          .map(({ properties }) => String(properties.RouteKey));
      }),
    breakingChanges: {
      'the property is missing': withProperty(stageType, 'RouteSettings', undefined),
      'one route without a throttle': (deployed) =>
        publicRoutes.flatMap((route) => {
          const { [route]: _, ...others } = stages(deployed)[0]?.RouteSettings ?? {};
          return withProperty(stageType, 'RouteSettings', others)(deployed);
        }),
      'the same throttle as the API': withProperty(stageType, 'DefaultRouteSettings', {
        ThrottlingRateLimit: 20,
        ThrottlingBurstLimit: 40,
      }),
      'set before the route exists': (deployed) =>
        resourcesOfType(deployed, stageType).map((stage) => ({
          ...deployed,
          resources: deployed.resources.map((one) => (one === stage ? { ...one, dependsOn: [] } : one)),
        })),
    },
  },
  {
    name: 'every stage logs its requests without personal data',
    violations: (deployed) =>
      stages(deployed)
        .filter(
          ({ AccessLogSettings: log }) =>
            log === undefined ||
            !log.Format.includes('$context.requestId') ||
            Array.from(log.Format.matchAll(/\$context\.([\w.]+)/g), ([, name]) => name).some(
              (name) => !logged.includes(name ?? ''),
            ),
        )
        .map(({ StageName }) => StageName),
    breakingChanges: {
      'no log': withProperty(stageType, 'AccessLogSettings', undefined),
      'with the path, in which a token is': withProperty(
        stageType,
        'AccessLogSettings.Format',
        '{"id":"$context.requestId","path":"$context.path"}',
      ),
      'with the caller’s address': withProperty(
        stageType,
        'AccessLogSettings.Format',
        '{"id":"$context.requestId","ip":"$context.identity.sourceIp"}',
      ),
    },
  },
  {
    name: 'no API allows cross-origin requests',
    violations: (deployed) =>
      resourcesOfType(deployed, 'AWS::ApiGatewayV2::Api')
        .filter(({ properties }) => properties.CorsConfiguration !== undefined)
        .map(({ id }) => id),
    breakingChanges: {
      'any origin': withProperty('AWS::ApiGatewayV2::Api', 'CorsConfiguration', { AllowOrigins: ['*'] }),
    },
  },
  {
    name: 'every integration may call its function, with payload format 2.0',
    violations: (deployed) =>
      resourcesOfType(deployed, integrationType)
        .filter(
          ({ properties }) =>
            properties.PayloadFormatVersion !== '2.0' || !isPermitted(deployed, properties.IntegrationUri),
        )
        .map(({ id }) => id),
    breakingChanges: {
      'format 1.0': withProperty(integrationType, 'PayloadFormatVersion', '1.0'),
      'no permission': (deployed) => [
        {
          ...deployed,
          resources: deployed.resources.filter(({ type }) => type !== 'AWS::Lambda::Permission'),
        },
      ],
    },
  },
  {
    name: 'every permission to invoke a function names one source',
    violations: (deployed) =>
      resourcesOfType(deployed, permissionType)
        .filter(({ properties }) => properties.SourceArn === undefined || properties.SourceArn === '*')
        .map(({ id }) => id),
    breakingChanges: { 'for any': withProperty(permissionType, 'SourceArn', undefined) },
  },
  {
    name: 'a custom domain requires TLS 1.2 or newer',
    violations: (deployed) =>
      deployed.resources
        .filter(({ type }) => type === domainType)
        .filter(
          ({ properties }) =>
            !/"SecurityPolicy":"TLS_1_[23]/.test(JSON.stringify(properties.DomainNameConfigurations)),
        )
        .map(({ id }) => id),
    breakingChanges: {
      'older TLS': withProperty(domainType, 'DomainNameConfigurations', [{ SecurityPolicy: 'TLS_1_0' }]),
    },
  },
];

/** Returns the properties of all API stages. */
export function stages(deployed: Deployment) {
  return resourcesOfType(deployed, stageType).map(({ properties }) => stageSchema.parse(properties));
}

function isPermitted(deployed: Deployment, uri: unknown): boolean {
  return deployed.resources.some(
    ({ type, properties }) =>
      type === 'AWS::Lambda::Permission' &&
      properties.Principal === 'apigateway.amazonaws.com' &&
      JSON.stringify(properties.FunctionName) === JSON.stringify(uri),
  );
}
