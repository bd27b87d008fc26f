/** A finding of the rule packs that is accepted, with the reason. */
export interface Acknowledgement {
  /** The rule; with the finding in brackets where a rule has several findings for one resource. */
  readonly finding: string;
  /** Construct paths inside the stack. `*` stands for one part. */
  readonly on: readonly string[];
  readonly reason: string;
}

const roles = ['*/*/Role/Resource'];
const consumers = ['EventFunctions/*', 'DueFunctions/DueCases', 'MailFunctions/*'];
const httpFunctions = ['HttpFunctions/*', 'PartnerCenter/Webhook'];
const childrenOf = (paths: readonly string[], name: string) => paths.map((path) => `${path}/${name}`);

const sweep = [
  ['Serverless-LambdaDLQ', 'DueWork/Function'],
  ['Serverless-LambdaAsyncFailureDestination', 'DueWork/Function/EventInvokeConfig'],
  ['Serverless-EventBusDLQ', 'Sweep'],
] as const;

/** All findings of cdk-nag's packs AwsSolutions and Serverless. A test fails for an entry that matches no finding. */
export const acknowledgements: readonly Acknowledgement[] = [
  {
    finding: 'AwsSolutions-SMG4',
    on: ['LinkKeys/Resource'],
    reason:
      'A key that signed a link must stay until the link expires, up to a year later. Rotation therefore adds a key and keeps the others: ' +
      'one documented command (ops rotate-keys). Automatic rotation needs a function that may write the secret. That is a greater ' +
      'risk than a key of 64 random characters that only two functions may read.',
  },
  {
    finding: 'AwsSolutions-APIG4',
    on: childrenOf(
      ['GET', 'HEAD', 'POST'].map((method) => `HttpApi/Api/${method}--invitations--{token}`),
      'Resource',
    ),
    reason:
      'Customers have no account here. The token of the link is the authorization: signed, for one invitation, limited in time. GET and ' +
      'HEAD change nothing. POST needs a nonce from the page. The routes are throttled.',
  },
  {
    finding: 'AwsSolutions-APIG4',
    on: ['HttpApi/Api/POST--webhooks--partner-center/Resource'],
    reason:
      'Partner Center cannot sign requests for IAM. The function verifies Microsoft’s signature over the body first, and answers 401 ' +
      'if it is not valid. The route has a low throttle.',
  },
  {
    finding: 'AwsSolutions-APIG4',
    on: ['HttpApi/Api/GET--health/Resource', 'HttpApi/Others/Resource'],
    reason:
      'The responses are constants and read no data: 200 for the health check, 404 for an unknown path. The routes are throttled.',
  },
  {
    finding: 'AwsSolutions-IAM5[Resource::*]',
    on: roles,
    reason:
      'X-Ray’s PutTraceSegments and PutTelemetryRecords do not support resources (service authorization reference). A test fails for any ' +
      'other action on *.',
  },
  {
    finding: 'Serverless-LambdaStarPermissions',
    on: roles,
    reason: 'The same two actions of X-Ray, which do not support resources.',
  },
  {
    finding: 'Serverless-LambdaDLQ',
    on: childrenOf(consumers, 'Function/Resource'),
    reason:
      'A function’s own dead-letter queue is for asynchronous invocations. These functions are invoked from an SQS queue, which has its own ' +
      'dead-letter queue.',
  },
  {
    finding: 'Serverless-LambdaDLQ',
    on: childrenOf(httpFunctions, 'Function/Resource'),
    reason:
      'A function’s own dead-letter queue is for asynchronous invocations. Here the caller waits and gets the error.',
  },
  {
    finding: 'Serverless-LambdaEventSourceMappingDestination',
    on: childrenOf(consumers, 'Mapping/Resource'),
    reason:
      'Lambda supports failure destinations for streams and Kafka only. A failed SQS message stays in its queue, and the queue’s dead-letter ' +
      'queue is the destination.',
  },
  {
    finding: 'Serverless-SQSRedrivePolicy',
    on: ['Queues/*/DeadLetters/Resource'],
    reason: 'This is the dead-letter queue itself. It has an alarm and keeps a message for 14 days.',
  },
  {
    finding: 'Serverless-SNSRedrivePolicy',
    on: ['Watching/Alarms/Topic/*/Resource'],
    reason:
      'These are alarm mails to people. SNS retries a mail for hours. A queue of undelivered alarms would reach nobody, and CloudWatch shows ' +
      'every alarm anyway. The notifications of SES, which are data, have a dead-letter queue.',
  },
  ...sweep.map(
    ([finding, resource]): Acknowledgement => ({
      finding,
      on: [`DueFunctions/${resource}/Resource`],
      reason:
        'The scheduled event contains no data. After a failed sweep, the next sweep minutes later finds the same cases. A kept event could ' +
        'only be discarded. An alarm reports overdue work.',
    }),
  ),
];
