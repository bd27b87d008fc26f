import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import {
  type Deployment,
  fullSettings,
  resourcesOfType,
  synthesisTimeout,
  synthesizeStage,
  target,
} from './stages.ts';

const statementsSchema = z.object({ Statement: z.array(z.record(z.string(), z.json())) });

let full: Deployment;
let bare: Deployment;
beforeAll(async () => {
  full = await synthesizeStage({ ...fullSettings, validate: false });
  bare = await synthesizeStage({ stage: 'dev', senderAddress: 'support@example.org', validate: false });
}, synthesisTimeout);

test('those whom the settings name may put events on the three event queues, and on no other', () => {
  expect([...allowedOn(full).keys()].sort()).toEqual([
    'dev-azure-events',
    'dev-relationship-events',
    'dev-subscription-events',
  ]);
  for (const allowed of allowedOn(full).values()) {
    expect(allowed).toEqual([
      {
        Sid: 'Publishers',
        Action: 'sqs:SendMessage',
        Effect: 'Allow',
        Principal: {
          AWS: [
            { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111122223333:root']] },
            'arn:aws:iam::444455556666:role/marketplace/ingest',
          ],
        },
        Resource: expect.anything(),
      },
      {
        Sid: 'EventRules',
        Action: 'sqs:SendMessage',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Condition: {
          ArnEquals: {
            'aws:SourceArn': ['arn:aws:events:us-east-1:111122223333:rule/to-subscription-events'],
          },
        },
        Resource: expect.anything(),
      },
    ]);
  }
});

test('without such settings nobody outside the account may', () => {
  expect(allowedOn(bare)).toEqual(new Map());
});

/** Queue's name -> what its policy allows, but for SNS. */
function allowedOn(deployed: Deployment) {
  const allowed = resourcesOfType(deployed, 'AWS::SQS::QueuePolicy').map(({ properties }) => {
    const [queue] = z.tuple([z.json()]).parse(properties.Queues);
    const { Statement } = statementsSchema.parse(properties.PolicyDocument);
    const said = Statement.filter(
      ({ Effect, Principal }) => Effect === 'Allow' && !JSON.stringify(Principal).includes('sns.'),
    );
    return [String(target(deployed, queue).properties.QueueName), said] as const;
  });
  return new Map(allowed.filter(([, said]) => said.length > 0));
}
