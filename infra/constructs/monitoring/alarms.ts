import { Duration } from 'aws-cdk-lib';
import { MathExpression, type Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type StageSettings, stageName } from '../../settings/stage-settings.ts';
import type { TableAction } from '../permissions.ts';
import { type AlarmTopic, plainName } from './alarm-topic.ts';
import { awsMetric, ownMetric, sum } from './metrics.ts';
import type { MonitoredResources, MonitoredTable } from './monitored-resources.ts';

/** What customers miss while a queue's messages are not worked on. A queue that is not listed has the general sentence. */
const missed: Readonly<Record<string, string>> = {
  'subscription-events': 'new subscriptions are not decided, so their customers are not asked',
  'relationship-events': 'approvals and refusals of customers have no effect yet',
  'azure-events': 'moves of Azure subscriptions do not go on',
  'due-cases': 'reminders and expiries do not happen',
  outcomes: 'other systems do not hear what was decided',
  mail: 'customers and partners do not get their mails',
  'mail-feedback': 'we do not learn which mails bounced, and may write to dead addresses again',
};

const missedFrom = (queue: string) => missed[queue] ?? `what the messages of ${queue} tell does not happen`;

/** Age in seconds. The longest back-off leads to a dead-letter queue within 11 minutes: what is older than this, nobody works on. */
const longestWait = 15 * 60;

/** Each queue's depth of dead letters and age of its oldest message. */
export function addQueueAlarms(bell: AlarmTopic, settings: StageSettings, found: MonitoredResources): void {
  for (const queue of found.deadLetters) {
    const name = plainName(settings, queue);
    bell.add({
      thing: name,
      condition: 'not-empty',
      meaning: `Messages were given up into ${name}: for them, ${missedFrom(name.replace(/-dlq$/, ''))}.`,
      runbook: 'dead-letters',
      metric: awsMetric(
        'SQS',
        'ApproximateNumberOfMessagesVisible',
        { QueueName: queue },
        { statistic: Stats.MAXIMUM },
      ),
      threshold: 1,
      // SQS stops reporting a queue that nobody has touched for six hours: dead letters lie still, so the last word holds.
      missing: TreatMissingData.IGNORE,
    });
  }
  for (const queue of found.sources) {
    const name = plainName(settings, queue);
    bell.add({
      thing: name,
      condition: 'waiting',
      meaning: `Messages wait in ${name} for more than ${longestWait / 60} minutes: ${missedFrom(name)}.`,
      runbook: 'queue-waiting',
      metric: awsMetric(
        'SQS',
        'ApproximateAgeOfOldestMessage',
        { QueueName: queue },
        { statistic: Stats.MAXIMUM },
      ),
      threshold: longestWait,
      // A queue that is empty for long is not reported.
      missing: TreatMissingData.NOT_BREACHING,
    });
  }
}

/** What customers notice while a function does not do its work. One that is not listed has the general sentence. */
const noticed: Readonly<Record<string, string>> = {
  'subscription-ingested': 'new subscriptions are decided late',
  'relationship-approved': 'answers of customers take effect late',
  'azure-onboarding-requested': 'moves of Azure subscriptions go on late',
  'due-work': 'nothing looks for reminders and expiries that are due',
  'due-cases': 'reminders and expiries happen late',
  'send-mail': 'customers and partners get their mails late',
  'mail-feedback': 'we learn late which mails bounced',
  'approval-page': 'customers cannot see or answer their invitations',
  'events-api': 'publishers cannot hand in events',
  'cases-api': 'nobody can look into cases',
  'partner-center-webhook': 'what customers do at Microsoft reaches us late',
};

/**
 * Each function's errors and throttles. Our functions answer for what can go wrong by themselves (partial batches, problems, the
 * calm page), so an error is never ordinary: it timed out, ran out of memory or did not load.
 */
export function addFunctionAlarms(
  bell: AlarmTopic,
  settings: StageSettings,
  found: MonitoredResources,
): void {
  for (const functionName of found.functions) {
    const name = plainName(settings, functionName);
    const effect = noticed[name] ?? 'its work is late';
    bell.add({
      thing: name,
      condition: 'errors',
      meaning: `The function ${name} failed: ${effect}.`,
      runbook: name === 'approval-page' ? 'approval-page' : 'function-errors',
      metric: awsMetric('Lambda', 'Errors', { FunctionName: functionName }),
      threshold: 1,
      missing: TreatMissingData.NOT_BREACHING,
    });
    bell.add({
      thing: name,
      condition: 'throttles',
      meaning: `The function ${name} may not start as often as it is needed: ${effect}.`,
      runbook: 'function-throttles',
      metric: awsMetric('Lambda', 'Throttles', { FunctionName: functionName }),
      threshold: 1,
      // Lambda itself tries queued work again after a short throttle.
      periods: { breaching: 2, of: 3 },
      missing: TreatMissingData.NOT_BREACHING,
    });
  }
}

const half = Duration.minutes(30);

/** What comes in: the API, the page, events that are refused, and events that lead to nothing. */
export function addEntranceAlarms(
  bell: AlarmTopic,
  settings: StageSettings,
  { apis }: MonitoredResources,
): void {
  for (const ApiId of apis) {
    bell.add({
      thing: 'api',
      condition: '5xx',
      meaning:
        'The API answers with server errors: publishers cannot hand in events and customers may not reach their page.',
      runbook: 'api-errors',
      metric: awsMetric('ApiGateway', '5xx', { ApiId }),
      threshold: 5,
      missing: TreatMissingData.NOT_BREACHING,
    });
  }
  bell.add({
    thing: 'approval-page',
    condition: 'unavailable',
    meaning: 'Customers who opened their invitation were told to try again later.',
    runbook: 'approval-page',
    metric: ownMetric(settings, 'PageUnavailable'),
    threshold: 1,
    missing: TreatMissingData.NOT_BREACHING,
  });
  bell.add({
    thing: 'events',
    condition: 'refused',
    meaning: 'Many events are refused: what their publisher wanted to tell does not reach the cases.',
    runbook: 'refused-events',
    metric: ownMetric(settings, 'EventRefused', { period: Duration.minutes(15) }),
    threshold: 50,
    missing: TreatMissingData.NOT_BREACHING,
  });
  bell.add({
    thing: 'subscription-events',
    condition: 'undecided',
    meaning:
      'Subscription events arrive and no rule has decided anything for 30 minutes: no new customer is asked.',
    runbook: 'no-decision',
    metric: new MathExpression({
      // Below ten, one partner that registers or one message that is tried again looks the same.
      expression: 'IF(FILL(received, 0) >= 10 AND FILL(decided, 0) < 1, 1, 0)',
      usingMetrics: {
        received: awsMetric(
          'SQS',
          'NumberOfMessagesReceived',
          { QueueName: stageName(settings, 'subscription-events') },
          { period: half },
        ),
        decided: ownMetric(settings, 'RuleHit', { period: half }),
      },
      label: 'events without a decision',
      period: half,
    }),
    threshold: 1,
    missing: TreatMissingData.NOT_BREACHING,
  });
}

/** What cases wait for: time that passes, and room. */
export function addProcessAlarms(bell: AlarmTopic, settings: StageSettings): void {
  const sweep = Duration.minutes(settings.sweepMinutes);
  const three = { breaching: 3, of: 3 };
  bell.add({
    thing: 'due-work',
    condition: 'behind',
    meaning:
      'Reminders, expiries and ends of terms are overdue: customers are reminded late, or keep a link that should have ended.',
    runbook: 'due-work',
    metric: ownMetric(settings, 'DueBehind', { statistic: Stats.MAXIMUM, period: sweep }),
    // A case found by one sweep is done long before the next but one.
    threshold: Math.max(Duration.minutes(30).toSeconds(), 3 * sweep.toSeconds()),
    periods: three,
    missing: TreatMissingData.NOT_BREACHING,
  });
  bell.add({
    thing: 'due-work',
    condition: 'silent',
    meaning: 'Nothing looks for what is due: no reminder is sent and no invitation expires.',
    runbook: 'due-work',
    metric: awsMetric(
      'Lambda',
      'Invocations',
      { FunctionName: stageName(settings, 'due-work') },
      { period: sweep },
    ),
    threshold: 1,
    below: true,
    periods: three,
    // No data is what silence looks like.
    missing: TreatMissingData.BREACHING,
  });
  bell.add({
    thing: 'cases',
    condition: 'full',
    meaning: 'A customer has more subscriptions than a case holds: further ones are refused and not decided.',
    runbook: 'case-full',
    metric: ownMetric(settings, 'CaseFull'),
    threshold: 1,
    missing: TreatMissingData.NOT_BREACHING,
  });
}

/** All that functions may ask of the table; DynamoDB counts its own failures by operation. */
const operations: readonly TableAction[] = ['BatchGetItem', 'BatchWriteItem', 'PutItem', 'Query'];

/** Throttles of a table and of its indexes, which hold back the table's writes. */
export function throttlesOf({ name, indexes }: MonitoredTable): Readonly<Record<string, Metric>> {
  const table = { TableName: name };
  return {
    reads: awsMetric('DynamoDB', 'ReadThrottleEvents', table),
    writes: awsMetric('DynamoDB', 'WriteThrottleEvents', table),
    ...Object.fromEntries(
      indexes.flatMap((GlobalSecondaryIndexName) => [
        [
          `${GlobalSecondaryIndexName}Writes`,
          awsMetric('DynamoDB', 'WriteThrottleEvents', { ...table, GlobalSecondaryIndexName }),
        ],
      ]),
    ),
  };
}

/** DynamoDB's own failures, by operation. */
export function systemErrorsOf({ name }: MonitoredTable): Readonly<Record<string, Metric>> {
  return Object.fromEntries(
    operations.map((Operation) => [
      `${Operation[0]?.toLowerCase()}${Operation.slice(1)}`,
      awsMetric('DynamoDB', 'SystemErrors', { TableName: name, Operation }),
    ]),
  );
}

/** A rate of the whole account, as a fraction: SES judges the account, not the stage. */
export function accountRate(rate: 'BounceRate' | 'ComplaintRate'): Metric {
  const period = Duration.hours(1);
  return awsMetric('SES', `Reputation.${rate}`, {}, { statistic: Stats.MAXIMUM, period });
}

/** What AWS does for us: the table, the pipe, the mail service's patience. */
export function addServiceAlarms(bell: AlarmTopic, { tables, pipes }: MonitoredResources): void {
  const severalTables = tables.length > 1;
  for (const table of tables) {
    const thing = severalTables ? table.name : 'table';
    bell.add({
      thing,
      condition: 'throttled',
      meaning: 'DynamoDB turns requests away: events are decided late and pages load slowly or not at all.',
      runbook: 'table',
      metric: sum(throttlesOf(table), 'throttled requests'),
      threshold: 10,
      // An on-demand table that grows is throttled for a moment; the SDK tries again.
      periods: { breaching: 2, of: 3 },
      missing: TreatMissingData.NOT_BREACHING,
    });
    bell.add({
      thing,
      condition: 'system-errors',
      meaning: 'DynamoDB fails by itself: events are decided late and pages load slowly or not at all.',
      runbook: 'table',
      metric: sum(systemErrorsOf(table), 'failed requests'),
      threshold: 5,
      periods: { breaching: 2, of: 3 },
      missing: TreatMissingData.NOT_BREACHING,
    });
  }
  for (const PipeName of pipes) {
    const metrics = {
      failed: awsMetric('EventBridge/Pipes', 'ExecutionFailed', { PipeName }),
      partly: awsMetric('EventBridge/Pipes', 'ExecutionPartiallyFailed', { PipeName }),
    };
    bell.add({
      thing: pipes.length > 1 ? PipeName : 'outcomes-pipe',
      condition: 'failing',
      meaning: 'Outcomes do not reach the event bus: other systems do not hear what was decided.',
      runbook: 'outcomes-pipe',
      metric: sum(metrics, 'failed executions'),
      threshold: 1,
      periods: { breaching: 2, of: 3 },
      missing: TreatMissingData.NOT_BREACHING,
    });
  }
  // SES reports while mail is sent; in between, what it said last still holds.
  const missing = TreatMissingData.IGNORE;
  bell.add({
    thing: 'mail',
    condition: 'bounces',
    meaning:
      'Many mails of this account bounce: at 5 % SES reviews the account and may stop every invitation (this alarm: 2 %).',
    runbook: 'mail-reputation',
    metric: accountRate('BounceRate'),
    threshold: 0.02,
    missing,
  });
  bell.add({
    thing: 'mail',
    condition: 'complaints',
    meaning:
      'People mark our mails as spam: at 0.1 % SES reviews the account and may stop every invitation (this alarm: 0.05 %).',
    runbook: 'mail-reputation',
    metric: accountRate('ComplaintRate'),
    threshold: 0.0005,
    missing,
  });
}
