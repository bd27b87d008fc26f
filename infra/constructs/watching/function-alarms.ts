import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { StageSettings } from '../../settings.ts';
import { type AlarmBell, plainName } from './alarm-bell.ts';
import { awsMetric } from './measures.ts';
import type { Survey } from './survey.ts';

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
export function addFunctionAlarms(bell: AlarmBell, settings: StageSettings, found: Survey): void {
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
