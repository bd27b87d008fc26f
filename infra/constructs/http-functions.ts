import { Duration } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import type { Bundles } from '../build/bundles.ts';
import type { StageSettings } from '../settings.ts';
import { ruleVariables } from './deciding.ts';
import type { Foundation } from './foundation.ts';
import type { HttpApi } from './http-api.ts';
import { LambdaFunction } from './lambda-function.ts';
import { onIndex, onTable, readSecret, sendTo } from './permissions.ts';

/** What the functions behind the HTTP API are made from. */
export interface HttpFunctionsProps {
  readonly settings: StageSettings;
  readonly bundles: Bundles;
  readonly foundation: Foundation;
  readonly api: HttpApi;
}

/** Under the 30 seconds after which an HTTP API gives up, so that the caller gets our answer. */
const timeout = Duration.seconds(20);

/** The functions behind the HTTP API, and their routes. */
export class HttpFunctions extends Construct {
  constructor(scope: Construct, id: string, { settings, bundles, foundation, api }: HttpFunctionsProps) {
    super(scope, id);
    const { table, queues, linkKeys } = foundation;
    const { subscriptionEvents, relationshipEvents, azureEvents } = queues;
    const approvalPage = new LambdaFunction(this, 'ApprovalPage', {
      settings,
      bundles,
      name: 'approval-page',
      description: 'Shows an invitation and queues the decision of the customer',
      timeout,
      environment: {
        TABLE_NAME: table.tableName,
        RELATIONSHIP_EVENTS_QUEUE_URL: relationshipEvents.queue.queueUrl,
        LINK_SECRET_ARN: linkKeys.secretArn,
      },
      permissions: [
        onTable(table, 'BatchGetItem', 'Query'),
        sendTo(relationshipEvents.queue),
        readSecret(linkKeys),
      ],
    });
    const { GET, HEAD, POST } = HttpMethod;
    api.serve('ApprovalPage', approvalPage, [
      {
        path: '/invitations/{token}',
        methods: [GET, HEAD, POST],
        access: 'public',
        throttle: { rateLimit: 50, burstLimit: 100 },
      },
    ]);

    const eventsApi = new LambdaFunction(this, 'EventsApi', {
      settings,
      bundles,
      name: 'events-api',
      description: 'Checks events and puts each on its queue; explains decisions',
      timeout,
      environment: {
        TABLE_NAME: table.tableName,
        SUBSCRIPTION_EVENTS_QUEUE_URL: subscriptionEvents.queue.queueUrl,
        RELATIONSHIP_EVENTS_QUEUE_URL: relationshipEvents.queue.queueUrl,
        AZURE_EVENTS_QUEUE_URL: azureEvents.queue.queueUrl,
        ...ruleVariables(settings),
      },
      permissions: [
        onTable(table, 'BatchGetItem', 'Query'),
        sendTo(subscriptionEvents.queue, relationshipEvents.queue, azureEvents.queue),
      ],
    });
    api.serve('EventsApi', eventsApi, [
      { path: '/events', methods: [POST], access: 'iam' },
      { path: '/decisions', methods: [POST], access: 'iam' },
    ]);

    const casesApi = new LambdaFunction(this, 'CasesApi', {
      settings,
      bundles,
      name: 'cases-api',
      description: 'Answers with case files, and whether the API is up',
      timeout,
      environment: { TABLE_NAME: table.tableName },
      permissions: [onTable(table, 'BatchGetItem', 'Query'), onIndex(table, 'customers')],
    });
    api.serve('CasesApi', casesApi, [
      { path: '/partners/{partnerId}/customers/{tenantId}', methods: [GET], access: 'iam' },
      { path: '/partners/{partnerId}/customers', methods: [GET], access: 'iam' },
      { path: '/health', methods: [GET], access: 'public', throttle: { rateLimit: 10, burstLimit: 20 } },
    ]);
    api.serveOthers('CasesApiOthers', casesApi, { rateLimit: 10, burstLimit: 20 });
  }
}
