import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Bundles } from '../build/bundles.ts';
import { CaseReaders } from '../constructs/case-readers.ts';
import { HttpApi } from '../constructs/http-api.ts';
import { HttpFunctions, PartnerCenterWebhook } from '../constructs/http-functions.ts';
import { Monitoring } from '../constructs/monitoring/monitoring.ts';
import { OutcomePipe } from '../constructs/outcome-bus.ts';
import { DueFunctions, EventFunctions, MailFunctions } from '../constructs/queue-functions.ts';
import type { StatefulResources } from '../constructs/stateful-resources.ts';
import type { StageSettings } from '../settings/stage-settings.ts';

/** Properties of {@link StatelessStack}. */
export interface StatelessStackProps extends StackProps {
  readonly settings: StageSettings;
  readonly bundles: Bundles;
  readonly resources: StatefulResources;
}

/** The stateless stack: functions, HTTP API, pipe, alarms and dashboards. It can be deleted and deployed again. */
export class StatelessStack extends Stack {
  constructor(scope: Construct, id: string, { settings, bundles, resources, ...props }: StatelessStackProps) {
    super(scope, id, props);
    const api = new HttpApi(this, 'HttpApi', settings);
    new EventFunctions(this, 'EventFunctions', { settings, bundles, resources });
    new DueFunctions(this, 'DueFunctions', { settings, bundles, resources });
    new MailFunctions(this, 'MailFunctions', {
      settings,
      bundles,
      resources,
      publicBaseUrl: api.publicUrl,
    });
    new HttpFunctions(this, 'HttpFunctions', { settings, bundles, resources, api });
    new CaseReaders(this, 'CaseReaders', settings, api);
    new PartnerCenterWebhook(this, 'PartnerCenter', { settings, bundles, resources, api });
    new OutcomePipe(this, 'OutcomePipe', settings, resources);
    // Last, because it looks for all queues, functions and other resources. This id is part of the logical ids, so it stays.
    new Monitoring(this, 'Watching', { settings, resources });
    new CfnOutput(this, 'ApiUrl', { value: api.url });
  }
}
