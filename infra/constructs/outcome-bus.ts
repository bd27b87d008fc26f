import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Construct } from 'constructs';
import { type StageSettings, stageName } from '../settings/stage-settings.ts';
import type { EventQueues } from './event-queues.ts';
import { consumeQueueByPipe, putEventsOnBus } from './permissions.ts';

/**
 * The event bus for outcomes. Other systems put their rules on it, so it outlives its stack. It has no archive: the timeline of each case
 * already records every outcome, and an archive would have to be erased as well.
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

/** The `source` of every outcome on the bus. */
const source = 'multichannel-support';

/**
 * The EventBridge pipe from the `outcomes` queue to the bus. `detail-type` is the outcome's type, `detail` the whole CloudEvent. An outcome
 * that the bus refuses is retried and then moves to the dead-letter queue.
 */
export class OutcomePipe extends Construct {
  constructor(
    scope: Construct,
    id: string,
    settings: StageSettings,
    { queues, bus }: { queues: EventQueues; bus: OutcomeBus },
  ) {
    super(scope, id);
    const { queue, consumer, batchSize } = queues.outcomes;
    const name = stageName(settings, consumer);
    const { account, partition, region } = Stack.of(this);
    const role = new Role(this, 'Role', {
      description: `What the pipe ${name} may do`,
      assumedBy: new ServicePrincipal('pipes.amazonaws.com', {
        // The pipe by its name: with references, role and pipe would depend on each other.
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnEquals: { 'aws:SourceArn': `arn:${partition}:pipes:${region}:${account}:pipe/${name}` },
        },
      }),
      inlinePolicies: {
        permissions: new PolicyDocument({ statements: [consumeQueueByPipe(queue), putEventsOnBus(bus)] }),
      },
    });
    new CfnPipe(this, 'Pipe', {
      name,
      description: 'Outcomes from their queue to the event bus',
      roleArn: role.roleArn,
      source: queue.queueArn,
      sourceParameters: { sqsQueueParameters: { batchSize } },
      target: bus.eventBusArn,
      targetParameters: {
        eventBridgeEventBusParameters: { source, detailType: '$.body.type', time: '$.body.time' },
        inputTemplate: '<$.body>',
      },
    });
  }
}
