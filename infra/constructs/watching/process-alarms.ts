import { Duration } from 'aws-cdk-lib';
import { Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type StageSettings, stageName } from '../../settings.ts';
import type { AlarmBell } from './alarm-bell.ts';
import { awsMetric, ownMetric } from './measures.ts';

/** What cases wait for: time that passes, and room. */
export function addProcessAlarms(bell: AlarmBell, settings: StageSettings): void {
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
