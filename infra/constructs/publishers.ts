import { AccountPrincipal, ArnPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { StageSettings } from '../settings.ts';
import type { EventQueue } from './event-queue.ts';

/**
 * Lets those whom the settings name put events on a queue, and do nothing else with it. Inside this account roles need no more than
 * a policy of their own.
 */
export function letPublish({ queue }: EventQueue, publishers: StageSettings['publishers']): void {
  const { accounts, roles, eventRules } = publishers;
  const principals = [
    ...accounts.map((account) => new AccountPrincipal(account)),
    ...roles.map((role) => new ArnPrincipal(role)),
  ];
  const toSend = { actions: ['sqs:SendMessage'], resources: [queue.queueArn] };
  if (principals.length > 0)
    queue.addToResourcePolicy(new PolicyStatement({ sid: 'Publishers', ...toSend, principals }));
  if (eventRules.length > 0) {
    queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'EventRules',
        ...toSend,
        // EventBridge of any account could send otherwise.
        principals: [new ServicePrincipal('events.amazonaws.com')],
        conditions: { ArnEquals: { 'aws:SourceArn': eventRules } },
      }),
    );
  }
}
