import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Bundles } from '../build/bundles.ts';
import { DueFunctions } from '../constructs/due-functions.ts';
import { EventFunctions } from '../constructs/event-functions.ts';
import type { Foundation } from '../constructs/foundation.ts';
import { HttpApi } from '../constructs/http-api.ts';
import { HttpFunctions } from '../constructs/http-functions.ts';
import { MailFunctions } from '../constructs/mail-functions.ts';
import { OutcomePipe } from '../constructs/outcome-pipe.ts';
import { PartnerCenterWebhook } from '../constructs/partner-center-webhook.ts';
import { Watching } from '../constructs/watching/watching.ts';
import type { StageSettings } from '../settings.ts';

/** What the code runs in, and what that stands on. */
export interface StatelessStackProps extends StackProps {
  readonly settings: StageSettings;
  readonly bundles: Bundles;
  readonly foundation: Foundation;
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
    new Watching(this, 'Watching', { settings, foundation });
    new CfnOutput(this, 'ApiUrl', { value: api.url });
  }
}
