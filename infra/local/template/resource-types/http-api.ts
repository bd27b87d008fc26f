import type { ResourceType } from '../resource-type.ts';
import { TemplateError } from '../stack-template.ts';

export const httpApi: ResourceType = {
  ref: (resource) => resource.logicalId,
  attributes: { ApiEndpoint: (resource) => resource.endpoints.api, ApiId: (resource) => resource.logicalId },
  run(properties, plan, resource) {
    properties.only('ProtocolType', 'HTTP');
    properties.skip({ Name: 'a label', Description: 'for people', Tags: 'for the bill' });
    plan.apis.push(resource.logicalId);
    if (plan.apis.length > 1)
      throw new TemplateError(properties.where, 'the local stack serves one HTTP API');
  },
};

export const httpStage: ResourceType = {
  ref: (resource) => resource.textOf('StageName') ?? '$default',
  run(properties) {
    properties.only('StageName', '$default');
    properties.only('AutoDeploy', true);
    properties.skip({
      ApiId: 'there is one API',
      DefaultRouteSettings: 'throttling is API Gateway’s',
      RouteSettings: 'as above',
      AccessLogSettings: 'logs go to /_local/logs',
      Description: 'for people',
      Tags: 'for the bill',
    });
  },
};

export const httpIntegration: ResourceType = {
  ref: (resource) => resource.logicalId,
  run(properties, plan, resource) {
    properties.only('IntegrationType', 'AWS_PROXY');
    properties.only('PayloadFormatVersion', '2.0');
    properties.skip({
      ApiId: 'there is one API',
      Description: 'for people',
      IntegrationMethod: 'always POST',
    });
    const uri = properties.text('IntegrationUri');
    plan.integrations.push({
      id: resource.logicalId,
      functionArn: uri.match(/functions\/(.+)\/invocations$/)?.[1] ?? uri,
      timeoutMilliseconds: properties.optionalNumber('TimeoutInMillis') ?? 30_000,
    });
  },
};

export const httpRoute: ResourceType = {
  ref: (resource) => resource.logicalId,
  run(properties, plan) {
    properties.skip({ ApiId: 'there is one API' });
    // IAM-signed routes are open on loopback (contract §6); any other authorizer would be a rule we do not run.
    properties.only('AuthorizationType', 'NONE', 'AWS_IAM', undefined);
    plan.routes.push({
      routeKey: properties.text('RouteKey'),
      integrationId: properties.text('Target').replace(/^integrations\//, ''),
    });
  },
};
