import { Duration } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import type { StageSettings } from '../settings.ts';
import type { HttpFunctionsProps } from './http-functions.ts';
import { LambdaFunction } from './lambda-function.ts';
import { onTable, sendTo } from './permissions.ts';

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
        onTable(table, 'BatchGetItem', 'Query'),
        sendTo(relationshipEvents.queue, azureEvents.queue, outcomes.queue),
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
