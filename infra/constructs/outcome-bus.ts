import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Construct } from 'constructs';
import { type StageSettings, stageName } from '../settings/stage-settings.ts';
import { consumeQueueByPipe, putEventsOnBus } from './permissions.ts';
import type { StatefulResources } from './stateful-resources.ts';

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

/** The source that every outcome has on the bus. */
const source = 'multichannel-support';

/**
 * Takes outcomes from their queue to the bus, without code of ours: `detail-type` is the outcome's type, `detail` the CloudEvent as a
 * whole. An outcome that the bus refuses is received again and ends in the queue's dead-letter queue.
 */
export class OutcomePipe extends Construct {
  constructor(scope: Construct, id: string, settings: StageSettings, { queues, bus }: StatefulResources) {
    super(scope, id);
    const name = stageName(settings, 'outcomes-to-bus');
    const queue = queues.outcomes.queue;
    const { account, partition, region } = Stack.of(this);
    const role = new Role(this, 'Role', {
      description: `What the pipe ${name} may do`,
      assumedBy: new ServicePrincipal('pipes.amazonaws.com', {
        // By name: by reference, the role and the pipe would wait for each other.
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
      sourceParameters: { sqsQueueParameters: { batchSize: 10 } },
      target: bus.eventBusArn,
      targetParameters: {
        eventBridgeEventBusParameters: { source, detailType: '$.body.type', time: '$.body.time' },
        inputTemplate: '<$.body>',
      },
    });
  }
}
