import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Bundles } from '../build/bundles.ts';
import { HttpApi } from '../constructs/http-api.ts';
import { HttpFunctions, PartnerCenterWebhook } from '../constructs/http-functions.ts';
import { Monitoring } from '../constructs/monitoring/monitoring.ts';
import { OutcomePipe } from '../constructs/outcome-bus.ts';
import { DueFunctions, EventFunctions, MailFunctions } from '../constructs/queue-functions.ts';
import type { StatefulResources } from '../constructs/stateful-resources.ts';
import type { StageSettings } from '../settings/stage-settings.ts';

/** What the code runs in, and what that stands on. */
export interface StatelessStackProps extends StackProps {
  readonly settings: StageSettings;
  readonly bundles: Bundles;
  readonly foundation: StatefulResources;
}

/** Everything that keeps nothing and can be made anew: functions and the HTTP API. */
export class StatelessStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { settings, bundles, foundation, ...props }: StatelessStackProps,
  ) {
    super(scope, id, props);
    const api = new HttpApi(this, 'HttpApi', settings);
    new EventFunctions(this, 'EventFunctions', { settings, bundles, foundation });
    new DueFunctions(this, 'DueFunctions', { settings, bundles, foundation });
    new MailFunctions(this, 'MailFunctions', {
      settings,
      bundles,
      foundation,
      publicBaseUrl: api.publicUrl,
    });
    new HttpFunctions(this, 'HttpFunctions', { settings, bundles, foundation, api });
    new PartnerCenterWebhook(this, 'PartnerCenter', { settings, bundles, foundation, api });
    new OutcomePipe(this, 'OutcomePipe', settings, foundation);
    // Looks through all that was made before it.
    new Monitoring(this, 'Watching', { settings, foundation });
    new CfnOutput(this, 'ApiUrl', { value: api.url });
  }
}
