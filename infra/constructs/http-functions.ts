import { Duration } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import type { Bundles } from '../build/bundles.ts';
import type { StageSettings } from '../settings/stage-settings.ts';
import { ruleVariables } from './case-environment.ts';
import { queueUrls } from './event-queues.ts';
import type { HttpApi } from './http-api.ts';
import { LambdaFunction } from './lambda-function.ts';
import { accessTable, putItemsOf, queryIndex, readSecret, sendToQueues } from './permissions.ts';
import type { StatefulResources } from './stateful-resources.ts';

/** Properties of the constructs in this file. */
export interface HttpFunctionsProps {
  readonly settings: StageSettings;
  readonly bundles: Bundles;
  readonly resources: StatefulResources;
  readonly api: HttpApi;
}

/** Less than the 30 seconds after which API Gateway gives up. The caller gets the function's own response. */
const timeout = Duration.seconds(20);

/** The approval page, the events API and the cases API, with their routes. */
export class HttpFunctions extends Construct {
  constructor(scope: Construct, id: string, { settings, bundles, resources, api }: HttpFunctionsProps) {
    super(scope, id);
    const { table, queues, linkKeys } = resources;
    const { relationshipEvents } = queues;
    const approvalPage = new LambdaFunction(this, 'ApprovalPage', {
      settings,
      bundles,
      name: 'approval-page',
      description: 'Shows an invitation and queues the decision of the customer',
      timeout,
      environment: {
        TABLE_NAME: table.tableName,
        ...queueUrls(relationshipEvents),
        LINK_SECRET_ARN: linkKeys.secretArn,
      },
      permissions: [
        accessTable(table, 'BatchGetItem', 'Query'),
        putItemsOf(table, 'ANSWER#'),
        sendToQueues(relationshipEvents.queue),
        readSecret(linkKeys),
      ],
    });
    const { GET, HEAD, POST } = HttpMethod;
    api.addRoutes('ApprovalPage', approvalPage, [
      {
        path: '/invitations/{token}',
        methods: [GET, HEAD, POST],
        access: 'public',
        throttle: { rateLimit: 50, burstLimit: 100 },
      },
    ]);
    // A link with a slash too many matches no route. Whoever accepts HTML gets a page, not an error for programs.
    api.addDefaultRoute('ApprovalPageOthers', approvalPage, { rateLimit: 20, burstLimit: 40 });

    const eventsApi = new LambdaFunction(this, 'EventsApi', {
      settings,
      bundles,
      name: 'events-api',
      description: 'Checks events and puts each on its queue; explains decisions',
      timeout,
      environment: {
        TABLE_NAME: table.tableName,
        ...queueUrls(...queues.forEvents),
        ...ruleVariables(settings),
      },
      permissions: [
        accessTable(table, 'BatchGetItem', 'Query'),
        sendToQueues(...queues.forEvents.map(({ queue }) => queue)),
      ],
    });
    api.addRoutes('EventsApi', eventsApi, [
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
    api.addRoutes('CasesApi', casesApi, [
      { path: '/partners/{partnerId}/customers/{tenantId}', methods: [GET], access: 'iam' },
      { path: '/partners/{partnerId}/customers', methods: [GET], access: 'iam' },
      { path: '/health', methods: [GET], access: 'public', throttle: { rateLimit: 10, burstLimit: 20 } },
    ]);
  }
}

/** The webhook for Partner Center. The route is public, so it has its own throttle and few permissions. */
export class PartnerCenterWebhook extends Construct {
  constructor(scope: Construct, id: string, { settings, bundles, resources, api }: HttpFunctionsProps) {
    super(scope, id);
    const { table, queues } = resources;
    const { relationshipEvents, azureEvents, outcomes } = queues;
    const lambda = new LambdaFunction(this, 'Webhook', {
      settings,
      bundles,
      name: 'partner-center-webhook',
      description: 'Verifies what Partner Center sends and queues what it means',
      timeout: Duration.seconds(20),
      environment: {
        TABLE_NAME: table.tableName,
        ...queueUrls(relationshipEvents, azureEvents, outcomes),
        ...partnerCenterVariables(settings.partnerCenter),
      },
      permissions: [
        accessTable(table, 'BatchGetItem', 'Query'),
        sendToQueues(relationshipEvents.queue, azureEvents.queue, outcomes.queue),
      ],
    });
    api.addRoutes('PartnerCenterWebhook', lambda, [
      {
        path: '/webhooks/partner-center',
        methods: [HttpMethod.POST],
        access: 'public',
        // A forged notification may cost a download. Partner Center resends real ones that meet the limit.
        throttle: { rateLimit: 20, burstLimit: 40 },
      },
    ]);
  }
}

/** Environment variables of the `partnerCenter` setting. An unset value has no variable. */
function partnerCenterVariables(settings: StageSettings['partnerCenter']): Record<string, string> {
  const { certificateHosts, rootCertificate, issuerOrganization, subject, tlsCa } = settings;
  return {
    PARTNER_CENTER_CERTIFICATE_HOSTS: certificateHosts.join(),
    PARTNER_CENTER_ISSUER: issuerOrganization,
    ...(rootCertificate !== undefined && { PARTNER_CENTER_ROOT: rootCertificate }),
    ...(subject !== undefined && { PARTNER_CENTER_SUBJECT: subject }),
    ...(tlsCa !== undefined && { PARTNER_CENTER_TLS_CA: tlsCa }),
  };
}
