import { Duration } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import type { Bundles } from '../build/bundles.ts';
import type { StageSettings } from '../settings/stage-settings.ts';
import { ruleVariables } from './case-environment.ts';
import type { HttpApi } from './http-api.ts';
import { LambdaFunction } from './lambda-function.ts';
import { accessTable, queryIndex, readSecret, sendToQueues } from './permissions.ts';
import type { StatefulResources } from './stateful-resources.ts';

/** What the functions behind the HTTP API are made from. */
export interface HttpFunctionsProps {
  readonly settings: StageSettings;
  readonly bundles: Bundles;
  readonly foundation: StatefulResources;
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
        accessTable(table, 'BatchGetItem', 'Query'),
        sendToQueues(relationshipEvents.queue),
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
        accessTable(table, 'BatchGetItem', 'Query'),
        sendToQueues(subscriptionEvents.queue, relationshipEvents.queue, azureEvents.queue),
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
      permissions: [accessTable(table, 'BatchGetItem', 'Query'), queryIndex(table, 'customers')],
    });
    api.serve('CasesApi', casesApi, [
      { path: '/partners/{partnerId}/customers/{tenantId}', methods: [GET], access: 'iam' },
      { path: '/partners/{partnerId}/customers', methods: [GET], access: 'iam' },
      { path: '/health', methods: [GET], access: 'public', throttle: { rateLimit: 10, burstLimit: 20 } },
    ]);
    api.serveOthers('CasesApiOthers', casesApi, { rateLimit: 10, burstLimit: 20 });
  }
}

/** The function that Partner Center calls. Anybody can, so it has a route limit of its own and may do little. */
export class PartnerCenterWebhook extends Construct {
  constructor(scope: Construct, id: string, { settings, bundles, foundation, api }: HttpFunctionsProps) {
    super(scope, id);
    const { table, queues } = foundation;
    const { relationshipEvents, azureEvents, outcomes } = queues;
    const lambda = new LambdaFunction(this, 'Webhook', {
      settings,
      bundles,
      name: 'partner-center-webhook',
      description: 'Verifies what Partner Center sends and queues what it means',
      timeout: Duration.seconds(20),
      environment: {
        TABLE_NAME: table.tableName,
        RELATIONSHIP_EVENTS_QUEUE_URL: relationshipEvents.queue.queueUrl,
        AZURE_EVENTS_QUEUE_URL: azureEvents.queue.queueUrl,
        OUTCOMES_QUEUE_URL: outcomes.queue.queueUrl,
        ...variablesOf(settings.partnerCenter),
      },
      permissions: [
        accessTable(table, 'BatchGetItem', 'Query'),
        sendToQueues(relationshipEvents.queue, azureEvents.queue, outcomes.queue),
      ],
    });
    api.serve('PartnerCenterWebhook', lambda, [
      {
        path: '/webhooks/partner-center',
        methods: [HttpMethod.POST],
        access: 'public',
        // A forged delivery may cost a download; a bulk of real ones that meets the limit is sent again.
        throttle: { rateLimit: 20, burstLimit: 40 },
      },
    ]);
  }
}

/** What is not set has no variable. */
function variablesOf(settings: StageSettings['partnerCenter']): Record<string, string> {
  const { certificateHosts, rootCertificate, issuerOrganization, subject, tlsCa } = settings;
  return {
    PARTNER_CENTER_CERTIFICATE_HOSTS: certificateHosts.join(),
    PARTNER_CENTER_ISSUER: issuerOrganization,
    ...(rootCertificate !== undefined && { PARTNER_CENTER_ROOT: rootCertificate }),
    ...(subject !== undefined && { PARTNER_CENTER_SUBJECT: subject }),
    ...(tlsCa !== undefined && { PARTNER_CENTER_TLS_CA: tlsCa }),
  };
}
