import { Duration } from 'aws-cdk-lib';
import { MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type StageSettings, stageName } from '../../settings.ts';
import type { AlarmBell } from './alarm-bell.ts';
import { awsMetric, ownMetric } from './measures.ts';
import type { Survey } from './survey.ts';

const half = Duration.minutes(30);

/** What comes in: the API, the page, events that are refused, and events that lead to nothing. */
export function addEntranceAlarms(bell: AlarmBell, settings: StageSettings, { apis }: Survey): void {
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
