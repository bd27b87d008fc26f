import { Duration } from 'aws-cdk-lib';
import { MathExpression, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type StageSettings, stageName } from '../../settings/stage-settings.ts';
import type { AlarmTopic } from './alarm-topic.ts';
import { accountRate, awsMetric, customMetric, sum, tableSystemErrors, tableThrottles } from './metrics.ts';
import { type MonitoredResources, nameWithoutStage } from './monitored-resources.ts';

/**
 * Adds all alarms of a stage:
 *
 * | alarm                              | runbook in docs/runbooks            |
 * |------------------------------------|-------------------------------------|
 * | `<queue>-dlq-not-empty`            | dead-letters                        |
 * | `<queue>-waiting`                  | queue-waiting                       |
 * | `<function>-errors`                | function-errors; approval-page      |
 * | `<function>-throttles`             | function-throttles                  |
 * | `api-5xx`                          | api-errors                          |
 * | `approval-page-unavailable`        | approval-page                       |
 * | `events-refused`                   | refused-events                      |
 * | `subscription-events-undecided`    | no-decision                         |
 * | `due-work-behind`, `-silent`       | due-work                            |
 * | `cases-full`                       | case-full                           |
 * | `table-throttled`, `-system-errors`| table                               |
 * | `outcomes-pipe-failing`            | outcomes-pipe                       |
 * | `mail-bounces`, `mail-complaints`  | mail-reputation                     |
 * | `mails-failed`                     | mail-failed                         |
 */
export function addAlarms(topic: AlarmTopic, settings: StageSettings, monitored: MonitoredResources): void {
  addQueueAlarms(topic, settings, monitored);
  addFunctionAlarms(topic, settings, monitored);
  addApiAlarms(topic, monitored);
  addEventAlarms(topic, settings);
  addTimerAlarms(topic, settings);
  addCaseAlarms(topic, settings);
  addTableAlarms(topic, monitored);
  addPipeAlarms(topic, monitored);
  addMailReputationAlarms(topic);
  addFailedMailAlarm(topic, settings);
}

/** What customers miss while a queue's messages are not processed. A queue that is not listed gets a general sentence. */
const queueEffects: Readonly<Record<string, string>> = {
  'subscription-events': 'new subscriptions are not decided, so their customers are not asked',
  'relationship-events': 'approvals and refusals of customers have no effect yet',
  'azure-events': 'moves of Azure subscriptions do not go on',
  'due-cases': 'reminders and expiries do not happen',
  outcomes: 'other systems do not hear what was decided',
  mail: 'customers and partners do not get their mails',
  'mail-feedback': 'we do not learn which mails bounced, and may write to dead addresses again',
};

const queueEffect = (queue: string) => queueEffects[queue] ?? `messages on ${queue} are not processed`;

/** In seconds. Without an outage, the longest back-off ends in the dead-letter queue within 11 minutes. An older message is not processed. */
const maxMessageAge = 15 * 60;

/** Adds the alarms on the depth of each dead-letter queue and on the oldest message of each source queue. */
function addQueueAlarms(topic: AlarmTopic, settings: StageSettings, monitored: MonitoredResources): void {
  for (const queue of monitored.deadLetters) {
    const name = nameWithoutStage(settings, queue);
    topic.addAlarm({
      subject: name,
      condition: 'not-empty',
      meaning: `Messages were given up into ${name}: for them, ${queueEffect(name.replace(/-dlq$/, ''))}.`,
      runbook: 'dead-letters',
      metric: awsMetric(
        'SQS',
        'ApproximateNumberOfMessagesVisible',
        { QueueName: queue },
        { statistic: Stats.MAXIMUM },
      ),
      threshold: 1,
      // SQS reports no metrics for a queue without activity for six hours. Dead letters stay, so the alarm keeps its state.
      missing: TreatMissingData.IGNORE,
    });
  }
  for (const queue of monitored.sources) {
    const name = nameWithoutStage(settings, queue);
    topic.addAlarm({
      subject: name,
      condition: 'waiting',
      meaning: `Messages wait in ${name} for more than ${maxMessageAge / 60} minutes: ${queueEffect(name)}.`,
      runbook: 'queue-waiting',
      metric: awsMetric(
        'SQS',
        'ApproximateAgeOfOldestMessage',
        { QueueName: queue },
        { statistic: Stats.MAXIMUM },
      ),
      threshold: maxMessageAge,
      // SQS reports no metrics for a queue that stays empty.
      missing: TreatMissingData.NOT_BREACHING,
    });
  }
}

/** What customers notice while a function does not work. A function that is not listed gets a general sentence. */
const functionEffects: Readonly<Record<string, string>> = {
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
 * Adds the alarms on each function's errors and throttles. The functions handle expected failures themselves (partial batch responses, problem
 * responses, the error page). An error therefore means that a function timed out, ran out of memory or did not load.
 */
function addFunctionAlarms(
  topic: AlarmTopic,
  settings: StageSettings,
  { functions }: MonitoredResources,
): void {
  for (const functionName of functions) {
    const name = nameWithoutStage(settings, functionName);
    const effect = functionEffects[name] ?? 'its work is late';
    topic.addAlarm({
      subject: name,
      condition: 'errors',
      meaning: `The function ${name} failed: ${effect}.`,
      runbook: name === 'approval-page' ? 'approval-page' : 'function-errors',
      metric: awsMetric('Lambda', 'Errors', { FunctionName: functionName }),
      threshold: 1,
      missing: TreatMissingData.NOT_BREACHING,
    });
    topic.addAlarm({
      subject: name,
      condition: 'throttles',
      meaning: `AWS throttles the function ${name}: ${effect}.`,
      runbook: 'function-throttles',
      metric: awsMetric('Lambda', 'Throttles', { FunctionName: functionName }),
      threshold: 1,
      // Lambda retries queued work after a short throttle.
      periods: { breaching: 2, of: 3 },
      missing: TreatMissingData.NOT_BREACHING,
    });
  }
}

/** Adds the alarm on server errors of the API. */
function addApiAlarms(topic: AlarmTopic, { apis }: MonitoredResources): void {
  for (const ApiId of apis) {
    topic.addAlarm({
      subject: 'api',
      condition: '5xx',
      meaning:
        'The API answers with server errors: publishers cannot hand in events and customers may not reach their page.',
      runbook: 'api-errors',
      metric: awsMetric('ApiGateway', '5xx', { ApiId }),
      threshold: 5,
      missing: TreatMissingData.NOT_BREACHING,
    });
  }
}

/** Adds the alarms on the approval page, on refused events and on events without a decision. */
function addEventAlarms(topic: AlarmTopic, settings: StageSettings): void {
  topic.addAlarm({
    subject: 'approval-page',
    condition: 'unavailable',
    meaning: 'Customers who opened their invitation were told to try again later.',
    runbook: 'approval-page',
    metric: customMetric(settings, 'PageUnavailable'),
    threshold: 1,
    missing: TreatMissingData.NOT_BREACHING,
  });
  topic.addAlarm({
    subject: 'events',
    condition: 'refused',
    meaning: 'Many events are refused: their data does not reach the cases.',
    runbook: 'refused-events',
    metric: customMetric(settings, 'EventRefused', { period: Duration.minutes(15) }),
    threshold: 50,
    missing: TreatMissingData.NOT_BREACHING,
  });
  const period = Duration.minutes(30);
  topic.addAlarm({
    subject: 'subscription-events',
    condition: 'undecided',
    meaning:
      'Subscription events arrive and no rule has decided anything for 30 minutes: no new customer is asked.',
    runbook: 'no-decision',
    metric: new MathExpression({
      // With fewer than ten messages, a partner that registers or a message that is retried looks the same.
      expression: 'IF(FILL(received, 0) >= 10 AND FILL(decided, 0) < 1, 1, 0)',
      usingMetrics: {
        received: awsMetric(
          'SQS',
          'NumberOfMessagesReceived',
          { QueueName: stageName(settings, 'subscription-events') },
          { period },
        ),
        decided: customMetric(settings, 'RuleHit', { period }),
      },
      label: 'events without a decision',
      period,
    }),
    threshold: 1,
    missing: TreatMissingData.NOT_BREACHING,
  });
}

/** Adds the alarms on overdue timers and on a schedule that does not run. */
function addTimerAlarms(topic: AlarmTopic, settings: StageSettings): void {
  const sweep = Duration.minutes(settings.sweepMinutes);
  const threeInARow = { breaching: 3, of: 3 };
  topic.addAlarm({
    subject: 'due-work',
    condition: 'behind',
    meaning:
      'Reminders, expiries and ends of terms are overdue: customers are reminded late, or keep a link that should have ended.',
    runbook: 'due-work',
    metric: customMetric(settings, 'DueBehind', { statistic: Stats.MAXIMUM, period: sweep }),
    // A case that one sweep finds is processed long before the second sweep after it.
    threshold: Math.max(Duration.minutes(30).toSeconds(), 3 * sweep.toSeconds()),
    periods: threeInARow,
    missing: TreatMissingData.NOT_BREACHING,
  });
  topic.addAlarm({
    subject: 'due-work',
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
    periods: threeInARow,
    // A function that is not invoked reports no data.
    missing: TreatMissingData.BREACHING,
  });
}

/** Adds the alarm on cases that have reached their limit of subscriptions. */
function addCaseAlarms(topic: AlarmTopic, settings: StageSettings): void {
  topic.addAlarm({
    subject: 'cases',
    condition: 'full',
    meaning: 'A customer has more subscriptions than a case holds: further ones are refused and not decided.',
    runbook: 'case-full',
    metric: customMetric(settings, 'CaseFull'),
    threshold: 1,
    missing: TreatMissingData.NOT_BREACHING,
  });
}

/** Adds the alarms on DynamoDB's throttles and system errors. */
function addTableAlarms(topic: AlarmTopic, { tables }: MonitoredResources): void {
  for (const table of tables) {
    const subject = tables.length > 1 ? table.name : 'table';
    topic.addAlarm({
      subject,
      condition: 'throttled',
      meaning: 'DynamoDB turns requests away: events are decided late and pages load slowly or not at all.',
      runbook: 'table',
      metric: sum(tableThrottles(table), 'throttled requests'),
      threshold: 10,
      // A growing on-demand table is throttled for a moment, and the SDK retries.
      periods: { breaching: 2, of: 3 },
      missing: TreatMissingData.NOT_BREACHING,
    });
    topic.addAlarm({
      subject,
      condition: 'system-errors',
      meaning: 'DynamoDB has internal errors: events are decided late, and pages load slowly or not at all.',
      runbook: 'table',
      metric: sum(tableSystemErrors(table), 'failed requests'),
      threshold: 5,
      periods: { breaching: 2, of: 3 },
      missing: TreatMissingData.NOT_BREACHING,
    });
  }
}

/** Adds the alarm on failed executions of the pipe. */
function addPipeAlarms(topic: AlarmTopic, { pipes }: MonitoredResources): void {
  for (const PipeName of pipes) {
    const metrics = {
      failed: awsMetric('EventBridge/Pipes', 'ExecutionFailed', { PipeName }),
      partly: awsMetric('EventBridge/Pipes', 'ExecutionPartiallyFailed', { PipeName }),
    };
    topic.addAlarm({
      subject: pipes.length > 1 ? PipeName : 'outcomes-pipe',
      condition: 'failing',
      meaning: 'Outcomes do not reach the event bus: other systems do not hear what was decided.',
      runbook: 'outcomes-pipe',
      metric: sum(metrics, 'failed executions'),
      threshold: 1,
      periods: { breaching: 2, of: 3 },
      missing: TreatMissingData.NOT_BREACHING,
    });
  }
}

/** Adds the alarm on mails to partners that failed, and on mails that SES rejected. */
function addFailedMailAlarm(topic: AlarmTopic, settings: StageSettings): void {
  topic.addAlarm({
    subject: 'mails',
    condition: 'failed',
    meaning: 'A partner did not get a notice or a work order: what it should do for its customer may wait.',
    runbook: 'mail-failed',
    metric: customMetric(settings, 'MailFailed'),
    threshold: 1,
    missing: TreatMissingData.NOT_BREACHING,
  });
}

/** Adds the alarms on SES's bounce and complaint rates of the account. */
function addMailReputationAlarms(topic: AlarmTopic): void {
  // SES reports a rate only while mail is sent. In between, the alarm keeps its state.
  const missing = TreatMissingData.IGNORE;
  topic.addAlarm({
    subject: 'mail',
    condition: 'bounces',
    meaning:
      'Many mails of this account bounce: at 5 % SES reviews the account and may stop every invitation (this alarm: 2 %).',
    runbook: 'mail-reputation',
    metric: accountRate('BounceRate'),
    threshold: 0.02,
    missing,
  });
  topic.addAlarm({
    subject: 'mail',
    condition: 'complaints',
    meaning:
      'People mark our mails as spam: at 0.1 % SES reviews the account and may stop every invitation (this alarm: 0.05 %).',
    runbook: 'mail-reputation',
    metric: accountRate('ComplaintRate'),
    threshold: 0.0005,
    missing,
  });
}
