import { Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { StageSettings } from '../../settings.ts';
import { type AlarmBell, plainName } from './alarm-bell.ts';
import { awsMetric } from './measures.ts';
import type { Survey } from './survey.ts';

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
export function addQueueAlarms(bell: AlarmBell, settings: StageSettings, found: Survey): void {
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
