import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi as Api,
  type CfnStage,
  type HttpMethod,
  HttpNoneAuthorizer,
  type HttpRoute,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type StageSettings, stageName } from '../settings.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** One path of the API and who may call it. */
export interface RouteProps {
  readonly path: string;
  readonly methods: readonly HttpMethod[];
  /** `iam`: signed requests of a principal that may invoke the API. `public`: anybody. */
  readonly access: 'iam' | 'public';
  /** Less than the whole API's, in requests a second. */
  readonly throttle?: { readonly rateLimit: number; readonly burstLimit: number };
}

/** The request as the route knows it. Never the path: an invitation's path is its token. */
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
  sourceIp: '$context.identity.sourceIp',
};

/** The HTTP API: throttled, logged, without CORS, IAM on every route that is not said to be public. */
export class HttpApi extends Construct {
  /** `https://…`, without a slash at the end. */
  readonly url: string;
  readonly #api: Api;
  readonly #stage: HttpStage;
  readonly #routeLimits: Record<string, object> = {};

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    const apiName = stageName(settings, 'multichannel-api');
    this.#api = new Api(this, 'Api', { apiName, createDefaultStage: false });
    this.url = this.#api.apiEndpoint;
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
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
  }

  /** Leads these routes to the function. */
  serve(id: string, lambda: LambdaFunction, routes: readonly RouteProps[]): void {
    const integration = new HttpLambdaIntegration(id, lambda.function);
    for (const { path, methods, access, throttle } of routes) {
      const authorizer = access === 'iam' ? new HttpIamAuthorizer() : new HttpNoneAuthorizer();
      const made = this.#api.addRoutes({ path, methods: [...methods], integration, authorizer });
      const keys = methods.map((method) => `${method} ${path}`);
      if (throttle) this.#limit(keys, throttle, made);
    }
  }

  /** The CDK has no limits of single routes; API Gateway takes them only for routes that are there already. */
  #limit(keys: readonly string[], limits: NonNullable<RouteProps['throttle']>, made: HttpRoute[]): void {
    const { rateLimit: ThrottlingRateLimit, burstLimit: ThrottlingBurstLimit } = limits;
    for (const key of keys) this.#routeLimits[key] = { ThrottlingRateLimit, ThrottlingBurstLimit };
    const stage = this.#stage.node.defaultChild as CfnStage;
    stage.routeSettings = this.#routeLimits;
    stage.node.addDependency(...made);
  }
}
