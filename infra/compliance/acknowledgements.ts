/** A finding of the rule packs that we know and leave, and why. */
export interface Acknowledgement {
  /** The rule, with the finding in brackets where it has several for one resource. */
  readonly finding: string;
  /** The resources, by their construct paths inside their stack; `*` stands for one part. */
  readonly on: readonly string[];
  readonly reason: string;
}

const roles = ['*/*/Role/Resource'];
const consumers = ['EventFunctions/*', 'DueFunctions/DueCases', 'MailFunctions/*'];
const httpFunctions = ['HttpFunctions/*', 'PartnerCenter/Webhook'];
const part = (paths: readonly string[], name: string) => paths.map((path) => `${path}/${name}`);

const sweep = [
  ['Serverless-LambdaDLQ', 'DueWork/Function'],
  ['Serverless-LambdaAsyncFailureDestination', 'DueWork/Function/EventInvokeConfig'],
  ['Serverless-EventBusDLQ', 'Sweep'],
] as const;

/** Everything that cdk-nag's packs AwsSolutions and Serverless find in the stacks. A test fails for one that finds nothing any more. */
export const acknowledgements: readonly Acknowledgement[] = [
  {
    finding: 'AwsSolutions-SMG4',
    on: ['LinkKeys/Resource'],
    reason:
      'A key that signed a link must stay until the link has expired, up to a year later: rotation adds a key and keeps the others. ' +
      'That is one documented command (ops rotate-keys). Automatic rotation would need a function that may write the secret, ' +
      'more to be afraid of than a key of 64 random characters that only two functions may read.',
  },
  {
    finding: 'AwsSolutions-APIG4',
    on: part(
      ['GET', 'HEAD', 'POST'].map((method) => `HttpApi/Api/${method}--invitations--{token}`),
      'Resource',
    ),
    reason:
      'A customer has no account with us. The link’s token is the authorization: signed, for one invitation, limited in time. GET and ' +
      'HEAD change nothing, POST needs a nonce of the page. The routes are throttled.',
  },
  {
    finding: 'AwsSolutions-APIG4',
    on: ['HttpApi/Api/POST--webhooks--partner-center/Resource'],
    reason:
      'Partner Center cannot sign requests for IAM. The function verifies Microsoft’s signature over the body before it believes a ' +
      'word, and answers 401 otherwise. The route is throttled most of all.',
  },
  {
    finding: 'AwsSolutions-APIG4',
    on: ['HttpApi/Api/GET--health/Resource', 'HttpApi/Others/Resource'],
    reason:
      'Answer with a constant, whoever asks, and read nothing: that the API is up, and that a path leads nowhere. Throttled.',
  },
  {
    finding: 'AwsSolutions-IAM5[Resource::*]',
    on: roles,
    reason:
      'X-Ray: PutTraceSegments and PutTelemetryRecords know no resources (service authorization reference). A test of ours fails for any ' +
      'other action on *.',
  },
  {
    finding: 'Serverless-LambdaStarPermissions',
    on: roles,
    reason: 'The same two actions of X-Ray.',
  },
  {
    finding: 'Serverless-LambdaDLQ',
    on: part(consumers, 'Function/Resource'),
    reason:
      'A function’s own dead-letter queue is for events that nobody waits for. These are fed by a queue, which has a dead-letter queue; ' +
      'Lambda would not use another.',
  },
  {
    finding: 'Serverless-LambdaDLQ',
    on: part(httpFunctions, 'Function/Resource'),
    reason:
      'A function’s own dead-letter queue is for events that nobody waits for. Here a caller waits and gets the error.',
  },
  {
    finding: 'Serverless-LambdaEventSourceMappingDestination',
    on: part(consumers, 'Mapping/Resource'),
    reason:
      'Lambda takes a destination for failures from streams and Kafka only. From SQS it leaves them in the queue, whose dead-letter queue ' +
      'is the destination.',
  },
  {
    finding: 'Serverless-SQSRedrivePolicy',
    on: ['Queues/*/DeadLetters/Resource'],
    reason: 'The dead-letter queue itself. An alarm watches it, and it keeps a message 14 days.',
  },
  {
    finding: 'Serverless-SNSRedrivePolicy',
    on: ['Watching/Alarms/Topic/*/Resource'],
    reason:
      'Mails of alarms to people. SNS tries a mail for hours; an alarm that waits in a queue tells nobody, and every alarm is in CloudWatch ' +
      'until it is over. The notices of SES, which are data, have a dead-letter queue.',
  },
  ...sweep.map(
    ([finding, resource]): Acknowledgement => ({
      finding,
      on: [`DueFunctions/${resource}/Resource`],
      reason:
        'The schedule’s event says nothing but that it is time. A sweep that failed is made good by the next one, minutes later, which finds ' +
        'the same and more: what is kept could only be thrown away. An alarm tells when due work falls behind.',
    }),
  ),
];
