import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Construct } from 'constructs';
import { type StageSettings, stageName } from '../settings.ts';
import type { Foundation } from './foundation.ts';
import { drainByPipe, putEventsOn } from './permissions.ts';

/** The source that every outcome has on the bus. */
const source = 'multichannel-support';

/**
 * Takes outcomes from their queue to the bus, without code of ours: `detail-type` is the outcome's type, `detail` the CloudEvent as a
 * whole. An outcome that the bus refuses is received again and ends in the queue's dead-letter queue.
 */
export class OutcomePipe extends Construct {
  constructor(scope: Construct, id: string, settings: StageSettings, { queues, bus }: Foundation) {
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
        permissions: new PolicyDocument({ statements: [drainByPipe(queue), putEventsOn(bus)] }),
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
