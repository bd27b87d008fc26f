import * as z from 'zod';
import { type Deployment, resourcesOfType, target } from '../stages.ts';
import { type Invariant, withProperty } from './invariant.ts';
import { queueOf, queueType } from './queues.ts';
import { statementsOf } from './roles.ts';

const pipeType = 'AWS::Pipes::Pipe';

const pipeSchema = z.object({
  Source: z.json(),
  Target: z.json(),
  RoleArn: z.json(),
  SourceParameters: z.object({ SqsQueueParameters: z.object({ BatchSize: z.number() }) }),
  TargetParameters: z.object({
    InputTemplate: z.string(),
    EventBridgeEventBusParameters: z.object({ Source: z.string(), DetailType: z.string() }),
  }),
});

const draining = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];

/** The pipe from the queue `outcomes` to the event bus. */
export const outcomePipeInvariants: readonly Invariant[] = [
  {
    name: 'outcomes go to their event bus in batches of ten, unchanged, with their type as detail-type',
    violations: (deployed) =>
      pipes(deployed)
        .filter(({ pipe }) => {
          const { EventBridgeEventBusParameters: event, InputTemplate } = pipe.TargetParameters;
          return !(
            String(target(deployed, pipe.Source).properties.QueueName).endsWith('outcomes') &&
            target(deployed, pipe.Target).type === 'AWS::Events::EventBus' &&
            pipe.SourceParameters.SqsQueueParameters.BatchSize === 10 &&
            event.DetailType === '$.body.type' &&
            event.Source === 'multichannel-support' &&
            InputTemplate === '<$.body>'
          );
        })
        .map(({ id }) => id),
    breakingChanges: {
      'a batch size of 1': withProperty(pipeType, 'SourceParameters.SqsQueueParameters.BatchSize', 1),
      'one detail-type for all': withProperty(
        pipeType,
        'TargetParameters.EventBridgeEventBusParameters.DetailType',
        'outcome',
      ),
      'wrapped in the SQS message': withProperty(pipeType, 'TargetParameters.InputTemplate', '<$>'),
    },
  },
  {
    name: 'an outcome that the pipe processes stays hidden for at least a minute',
    violations: (deployed) =>
      pipes(deployed)
        .filter(({ pipe }) => queueOf(target(deployed, pipe.Source).properties).VisibilityTimeout < 60)
        .map(({ id }) => id),
    breakingChanges: {
      'the default of SQS': withProperty(queueType, 'VisibilityTimeout', undefined, ({ properties }) =>
        String(properties.QueueName).endsWith('outcomes'),
      ),
    },
  },
  {
    name: 'the pipe may only consume its queue and put events on its bus',
    violations: (deployed) =>
      pipes(deployed)
        .filter(({ pipe }) => {
          const granted = statementsOf(target(deployed, pipe.RoleArn)).flatMap(({ Action, Resource }) =>
            Action.flatMap((action) => Resource.map((arn) => `${action} ${JSON.stringify(arn)}`)),
          );
          const expected = [
            ...draining.map((action) => `${action} ${JSON.stringify(pipe.Source)}`),
            `events:PutEvents ${JSON.stringify(pipe.Target)}`,
          ];
          return granted.sort().join() !== expected.sort().join();
        })
        .map(({ id }) => id),
    breakingChanges: {
      'from another queue': withProperty(pipeType, 'Source', { 'Fn::GetAtt': ['Other', 'Arn'] }),
    },
  },
];

function pipes(deployed: Deployment) {
  return resourcesOfType(deployed, pipeType).map(({ id, properties }) => ({
    id,
    pipe: pipeSchema.parse(properties),
  }));
}
