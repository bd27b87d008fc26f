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

/** Requests a second, and how many more may come at once. */
export interface Limits {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/** One path of the API and who may call it. */
export type RouteProps = {
  readonly path: string;
  readonly methods: readonly HttpMethod[];
} & RouteAccess;

/**
 * `iam`: signed requests of a principal that may invoke the API. `public`: anybody, and therefore less often than the whole
 * API may be called, so that nobody can use up all of it.
 */
export type RouteAccess =
  | { readonly access: 'iam' }
  | { readonly access: 'public'; readonly throttle: Limits };

/**
 * The request as the route knows it. Never the path: an invitation's path is its token. Never the caller's address: it
 * identifies a person, and the limits of the routes need none.
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

/** The HTTP API: throttled, logged, without CORS, IAM on every route that is not said to be public. */
export class HttpApi extends Construct {
  /** `https://…`, without a slash at the end. */
  readonly url: string;
  /** Where customers reach it, for links in mails: as the settings say, otherwise `url`. */
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
      logGroupName: `/aws/http-api/${apiName}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#stage = new HttpStage(this, 'Stage', {
      httpApi: this.#api,
      stageName: '$default',
      autoDeploy: true,
      // An HTTP API has neither WAF nor limits per client, so the whole stage gets one, in requests a second.
      throttle: { rateLimit: 100, burstLimit: 200 },
      ...(settings.domain && { domainMapping: { domainName: this.#ownDomain(settings.domain) } }),
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
  }

  /** A host of yours for the API. Its DNS is yours too: a CNAME to the output. */
  #ownDomain({ name, certificateArn }: NonNullable<StageSettings['domain']>): DomainName {
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

  /** Leads these routes to the function. */
  serve(id: string, lambda: LambdaFunction, routes: readonly RouteProps[]): void {
    const integration = new HttpLambdaIntegration(id, lambda.function);
    for (const route of routes) {
      const { path, methods, access } = route;
      const authorizer = access === 'iam' ? new HttpIamAuthorizer() : new HttpNoneAuthorizer();
      const made = this.#api.addRoutes({ path, methods: [...methods], integration, authorizer });
      const keys = methods.map((method) => `${method} ${path}`);
      if (route.access === 'public') this.#limit(keys, route.throttle, made);
    }
  }

  /** Leads whatever no route takes to the function, so that a wrong path is answered in the form of all our errors. */
  serveOthers(id: string, lambda: LambdaFunction, throttle: Limits): void {
    const route = new HttpRoute(this, 'Others', {
      httpApi: this.#api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: new HttpLambdaIntegration(id, lambda.function),
      authorizer: new HttpNoneAuthorizer(),
    });
    this.#limit(['$default'], throttle, [route]);
  }

  /** The CDK has no limits of single routes; API Gateway takes them only for routes that are there already. */
  #limit(keys: readonly string[], limits: Limits, made: HttpRoute[]): void {
    const { rateLimit: ThrottlingRateLimit, burstLimit: ThrottlingBurstLimit } = limits;
    for (const key of keys) this.#routeLimits[key] = { ThrottlingRateLimit, ThrottlingBurstLimit };
    const stage = this.#stage.node.defaultChild as CfnStage;
    stage.routeSettings = this.#routeLimits;
    stage.node.addDependency(...made);
  }
}
