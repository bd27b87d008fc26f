import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { decidingPermissions, decidingVariables } from './deciding.ts';
import type { EventFunctionsProps } from './event-functions.ts';
import { LambdaFunction } from './lambda-function.ts';
import { onIndex, sendTo } from './permissions.ts';
import { QueueConsumer } from './queue-consumer.ts';

/** The functions through which time passes for cases: one finds those for which something is due, one lets it happen. */
export class DueFunctions extends Construct {
  constructor(scope: Construct, id: string, { settings, bundles, foundation }: EventFunctionsProps) {
    super(scope, id);
    const { table, queues } = foundation;
    const interval = Duration.minutes(settings.sweepMinutes);
    // A sweep that failed is made good by the next one, which finds the same and more: nothing to retry, nothing to keep.
    const untilTheNext = { retryAttempts: 0, maxEventAge: interval } as const;
    const dueWork = new LambdaFunction(this, 'DueWork', {
      settings,
      bundles,
      name: 'due-work',
      description: 'Finds the cases for which time has brought about something',
      timeout: Duration.seconds(60),
      environment: { TABLE_NAME: table.tableName, DUE_CASES_QUEUE_URL: queues.dueCases.queue.queueUrl },
      permissions: [onIndex(table, 'due'), sendTo(queues.dueCases.queue)],
      asynchronous: untilTheNext,
    });
    new Rule(this, 'Sweep', {
      description: 'Starts the sweep for what is due',
      schedule: Schedule.rate(interval),
      targets: [new FunctionTarget(dueWork.function, untilTheNext)],
    });
    new QueueConsumer(this, 'DueCases', {
      settings,
      bundles,
      name: 'due-cases',
      description: 'Lets time pass for cases: reminders, expiries, terms and transfers that end',
      source: queues.dueCases,
      batchSize: 10,
      maximumConcurrency: 5,
      environment: decidingVariables(settings, foundation),
      permissions: decidingPermissions(foundation),
    });
  }
}
