import { describe, expect, it } from 'vitest';
import { readTemplates } from '../../../infra/local/template/read-template.ts';
import {
  consumedQueue,
  functionResource,
  type Resources,
  scheduled,
  stackOf,
  tableResource,
} from './template-builders.ts';

const endpoints = {
  api: 'http://api',
  sqs: 'http://sqs',
  dynamodb: 'http://db',
  ses: 'http://ses',
  secrets: 'http://s',
};
const read = (resources: Resources) => readTemplates([stackOf(resources)], endpoints);

describe('reading a template', () => {
  it('plans tables, queues with redrive, functions and mappings', () => {
    const plan = read({ Table: tableResource, ...consumedQueue('work', 'export const handler = () => {}') });
    expect(plan.tables.map((table) => table.name)).toEqual(['cases']);
    expect(plan.queues.find((queue) => queue.name === 'work')).toMatchObject({
      attributes: { VisibilityTimeout: '1' },
      deadLetterArn: 'arn:aws:sqs:us-east-1:000000000000:work-dlq',
    });
    expect(plan.mappings).toMatchObject([
      { functionName: 'work-function', batchSize: 10, reportsItemFailures: true, enabled: true },
    ]);
  });

  it('resolves what one stack exports and another imports', () => {
    const outputs = { Out: { Value: { Ref: 'Queue' }, Export: { Name: 'the-queue' } } };
    const first = stackOf(
      { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } } },
      { name: 'one', outputs },
    );
    const environment = { Variables: { URL: { 'Fn::ImportValue': 'the-queue' } } };
    const second = stackOf({ F: functionResource('f', '', { Environment: environment }) }, { name: 'two' });
    expect(readTemplates([first, second], endpoints).functions[0]?.environment).toEqual({
      URL: 'http://sqs/000000000000/q',
    });
    expect(() => readTemplates([second], endpoints)).toThrow(
      'two/F (AWS::Lambda::Function): no stack exports the-queue',
    );
  });

  it.each<[string, Resources, string]>([
    [
      'a type it does not know',
      { Bucket: { Type: 'AWS::S3::Bucket' } },
      'fixture/Bucket (AWS::S3::Bucket): the local stack neither runs nor skips this type',
    ],
    [
      'a property it does not know',
      { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q', FifoQueue: true } } },
      'fixture/Q (AWS::SQS::Queue): the local stack neither runs nor skips FifoQueue',
    ],
    [
      'a nested property it does not know',
      {
        S: {
          Type: 'AWS::SecretsManager::Secret',
          Properties: { GenerateSecretString: { IncludeSpace: true } },
        },
      },
      'fixture/S (AWS::SecretsManager::Secret).GenerateSecretString: the local stack neither runs nor skips IncludeSpace',
    ],
    [
      'a value it cannot run',
      { F: functionResource('f', '', { Runtime: 'python3.14' }) },
      'Runtime must be "nodejs24.x", got "python3.14"',
    ],
    [
      'an attribute it does not know',
      {
        ...consumedQueue('w', '', { mapping: { EventSourceArn: { 'Fn::GetAtt': ['wQueue', 'Nonsense'] } } }),
      },
      'attribute Nonsense of fixture/wQueue (AWS::SQS::Queue) is not known here',
    ],
    [
      'a schedule it cannot run',
      scheduled('cron(0 8 * * ? *)'),
      'fixture/Rule (AWS::Events::Rule): schedule cron(0 8 * * ? *) is not run here, only rates such as rate(5 minutes)',
    ],
    [
      'a rate that EventBridge would refuse',
      scheduled('rate(5 minute)'),
      'schedule rate(5 minute) is not run',
    ],
    [
      'a rule that waits for events',
      scheduled('rate(1 hour)', { EventPattern: { source: ['aws.s3'] } }),
      'fixture/Rule (AWS::Events::Rule): the local stack neither runs nor skips EventPattern',
    ],
    [
      'a dead-letter queue of a schedule',
      scheduled('rate(1 hour)', { Targets: [{ Id: 'T', Arn: 'a:f', DeadLetterConfig: {} }] }),
      'Targets[0]: the local stack neither runs nor skips DeadLetterConfig',
    ],
    [
      'retries of what nobody waits for',
      {
        Invoke: {
          Type: 'AWS::Lambda::EventInvokeConfig',
          Properties: { Qualifier: '$LATEST', MaximumRetryAttempts: 2 },
        },
      },
      'MaximumRetryAttempts must be 0, got 2',
    ],
    [
      'a reference that leads nowhere',
      { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'Gone' } } } },
      'refers to Gone, which the template does not have',
    ],
  ])('refuses %s, naming the place', (_name, resources, message) => {
    expect(() => read(resources)).toThrow(message);
  });

  it('refuses a template section and a resource attribute it does not run', () => {
    const stack = stackOf({});
    const withSection = { ...stack, template: { ...stack.template, Transform: 'x' } };
    expect(() => readTemplates([withSection], endpoints)).toThrow(
      'fixture: section Transform is not run here',
    );
    const conditional = { Q: { Type: 'AWS::SQS::Queue', Condition: 'Never' } };
    expect(() => read(conditional)).toThrow(
      'fixture/Q (AWS::SQS::Queue): attribute Condition is not run here',
    );
  });

  it.each([
    ['rate(1 minute)', 60_000],
    ['rate(5 minutes)', 300_000],
    ['rate(12 hours)', 43_200_000],
    ['rate(2 days)', 172_800_000],
  ])('plans the function that %s starts, if the rule is enabled', (expression, everyMilliseconds) => {
    expect(read(scheduled(expression)).schedules).toEqual([
      {
        ruleArn: 'arn:aws:events:us-east-1:000000000000:rule/fixture-Rule',
        functionName: 'sweep',
        everyMilliseconds,
      },
    ]);
    expect(read(scheduled(expression, { State: 'DISABLED' })).schedules).toEqual([]);
  });

  it('skips what only AWS has, whatever is in it', () => {
    const policy = { Type: 'AWS::SQS::QueuePolicy', Properties: { Anything: { 'Fn::Cidr': [] } } };
    expect(read({ Policy: policy }).queues).toEqual([]);
  });
});
