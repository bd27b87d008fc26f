import { CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi as Api,
  type CfnStage,
  DomainName,
  type HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type StageSettings, stageName } from '../settings/stage-settings.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** Throttle of a route: requests a second and burst. */
export interface Throttle {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/** A path of the API, its methods and who may call it. */
export type RouteProps = {
  readonly path: string;
  readonly methods: readonly HttpMethod[];
} & RouteAccess;

/**
 * `iam`: requests signed by a principal that may invoke the API. `public`: anybody; the throttle of the route is lower than the throttle of
 * the API, and public calls cannot use up the whole API.
 */
export type RouteAccess =
  | { readonly access: 'iam' }
  | { readonly access: 'public'; readonly throttle: Throttle };

/**
 * Fields of the access log. Never the path: the path of an invitation contains its token. Never the caller's address: it identifies a
 * person.
 */
const accessLogFields = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
  error: '$context.error.message',
};

/** The HTTP API: throttled, logged, without CORS. Every route needs IAM unless it is declared public. */
export class HttpApi extends Construct {
  /** `https://…`, without a slash at the end. */
  readonly url: string;
  /** The base URL of links in mails: from the settings, otherwise `url`. */
  readonly publicUrl: string;
  readonly #api: Api;
  readonly #stage: HttpStage;
  readonly #routeLimits: Record<string, object> = {};

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    const apiName = stageName(settings, 'multichannel-api');
    this.#api = new Api(this, 'Api', { apiName, createDefaultStage: false });
    this.url = this.#api.apiEndpoint;
    const { domain, publicBaseUrl = domain ? `https://${domain.name}` : this.url } = settings;
    this.publicUrl = publicBaseUrl;
    const accessLog = new LogGroup(this, 'AccessLog', {
      // Outside `/aws/vendedlogs/`, API Gateway adds every log group to one resource policy of at most 5,120 characters. In an account
      // with many log groups, the stage could not be created
      // (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html).
      logGroupName: `/aws/vendedlogs/${apiName}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#stage = new HttpStage(this, 'Stage', {
      httpApi: this.#api,
      stageName: '$default',
      autoDeploy: true,
      // HTTP APIs support neither WAF nor limits per client, so this throttle covers the whole API. In requests a second.
      throttle: { rateLimit: 100, burstLimit: 200 },
      ...(settings.domain && { domainMapping: { domainName: this.#customDomain(settings.domain) } }),
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
  }

  /** The custom domain of the settings. Its owner adds a CNAME record to the output `DomainTarget`. */
  #customDomain({ name, certificateArn }: NonNullable<StageSettings['domain']>): DomainName {
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    const domain = new DomainName(this, 'Domain', {
      domainName: name,
      certificate,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new CfnOutput(this, 'DomainTarget', { value: domain.regionalDomainName }).overrideLogicalId(
      'DomainTarget',
    );
    return domain;
  }

  /** The ARN of requests with this method and path, for policies. `*` in the path stands for any text, `?` for one character. */
  routeArn(method: string, path: string): string {
    return this.#api.arnForExecuteApi(method, path, this.#stage.stageName);
  }

  /** Adds routes to the function. */
  addRoutes(id: string, lambda: LambdaFunction, routes: readonly RouteProps[]): void {
    const integration = new HttpLambdaIntegration(id, lambda.function);
    for (const route of routes) {
      const { path, methods, access } = route;
      const authorizer = access === 'iam' ? new HttpIamAuthorizer() : new HttpNoneAuthorizer();
      const added = this.#api.addRoutes({ path, methods: [...methods], integration, authorizer });
      const keys = methods.map((method) => `${method} ${path}`);
      if (route.access === 'public') this.#throttle(keys, route.throttle, added);
    }
  }

  /** Adds the `$default` route, for every path that matches no other: API Gateway's own 404 is neither a page nor a problem document. */
  addDefaultRoute(id: string, lambda: LambdaFunction, throttle: Throttle): void {
    const route = new HttpRoute(this, 'Others', {
      httpApi: this.#api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: new HttpLambdaIntegration(id, lambda.function),
      authorizer: new HttpNoneAuthorizer(),
    });
    this.#throttle(['$default'], throttle, [route]);
  }

  /** Route throttles have no construct in the CDK. API Gateway accepts them only for routes that already exist. */
  #throttle(keys: readonly string[], limits: Throttle, routes: HttpRoute[]): void {
    const { rateLimit: ThrottlingRateLimit, burstLimit: ThrottlingBurstLimit } = limits;
    for (const key of keys) this.#routeLimits[key] = { ThrottlingRateLimit, ThrottlingBurstLimit };
    const stage = this.#stage.node.defaultChild as CfnStage;
    stage.routeSettings = this.#routeLimits;
    stage.node.addDependency(...routes);
  }
}
