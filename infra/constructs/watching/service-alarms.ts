import { Duration } from 'aws-cdk-lib';
import { type Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableAction } from '../permissions.ts';
import type { AlarmBell } from './alarm-bell.ts';
import { awsMetric, sumOf } from './measures.ts';
import type { Survey, WatchedTable } from './survey.ts';

/** All that functions may ask of the table; DynamoDB counts its own failures by operation. */
const operations: readonly TableAction[] = ['BatchGetItem', 'BatchWriteItem', 'PutItem', 'Query'];

/** Throttles of a table and of its indexes, which hold back the table's writes. */
export function throttlesOf({ name, indexes }: WatchedTable): Readonly<Record<string, Metric>> {
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
export function systemErrorsOf({ name }: WatchedTable): Readonly<Record<string, Metric>> {
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
export function addServiceAlarms(bell: AlarmBell, { tables, pipes }: Survey): void {
  const severalTables = tables.length > 1;
  for (const table of tables) {
    const thing = severalTables ? table.name : 'table';
    bell.add({
      thing,
      condition: 'throttled',
      meaning: 'DynamoDB turns requests away: events are decided late and pages load slowly or not at all.',
      runbook: 'table',
      metric: sumOf(throttlesOf(table), 'throttled requests'),
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
      metric: sumOf(systemErrorsOf(table), 'failed requests'),
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
      metric: sumOf(metrics, 'failed executions'),
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
