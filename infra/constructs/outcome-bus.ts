import { RemovalPolicy } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { type StageSettings, stageName } from '../settings.ts';

/**
 * The bus on which other systems hear outcomes: they put rules on it. It outlives its stack, because their rules would go with it. It
 * has no archive: every case's timeline is the record of what was told, and a second one would have to be erased as well.
 */
export class OutcomeBus extends EventBus {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, {
      eventBusName: stageName(settings, 'multichannel-outcomes'),
      description: 'Outcomes of multichannel support, one CloudEvent each',
    });
    this.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }
}
