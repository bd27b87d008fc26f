import { AlarmStatusWidget, Dashboard, type IWidget, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { stageName } from '../../settings.ts';
import { eachOf, ownMetric } from './measures.ts';
import { type DashboardProps, graph } from './technical-dashboard.ts';

/** What is decided, asked, answered and sent. */
export function addBusinessDashboard(scope: Construct, { settings, alarms }: DashboardProps): void {
  const each = (title: string, name: Parameters<typeof eachOf>[1]) =>
    graph(title, [eachOf(settings, name)], true);
  const percentiles = [50, 95, 99].map((percentile) =>
    ownMetric(settings, 'EventToOutcomeDelay', { statistic: Stats.percentile(percentile) }).with({
      label: `${percentile} of 100 below`,
    }),
  );
  const rows: IWidget[][] = [
    [new AlarmStatusWidget({ title: 'Alarms', width: 24, height: 6, alarms: [...alarms] })],
    [
      each('Rules that decided', 'RuleHit'),
      each('Chains', 'ChainStarted'),
      each('Outcomes', 'OutcomePublished'),
    ],
    [
      each('Invitations: opened and how they ended', 'InvitationMoved'),
      each('Mails sent', 'MailSent'),
      each('What became of them', 'MailFeedback'),
    ],
    [
      graph('From event to outcome, in ms', percentiles),
      each('Refused', 'EventRefused'),
      graph('Behind with what is due, in seconds', [
        ownMetric(settings, 'DueBehind', { statistic: Stats.MAXIMUM }),
      ]),
    ],
  ];
  new Dashboard(scope, 'Business', {
    dashboardName: stageName(settings, 'multichannel-business'),
    widgets: rows,
  });
}
