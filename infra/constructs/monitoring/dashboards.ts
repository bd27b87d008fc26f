import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  type Metric,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { type StageSettings, stageName } from '../../settings/stage-settings.ts';
import {
  accountRate,
  awsMetric,
  customMetric,
  perDimensionValue,
  tableSystemErrors,
  tableThrottles,
} from './metrics.ts';
import { type MonitoredResources, type MonitoredTable, nameWithoutStage } from './monitored-resources.ts';

/** Properties of a dashboard. */
export interface DashboardProps {
  readonly settings: StageSettings;
  readonly monitored: MonitoredResources;
  readonly alarms: readonly Alarm[];
}

/** Adds the business dashboard: decisions, invitations, outcomes and mails. */
export function addBusinessDashboard(scope: Construct, { settings, alarms }: DashboardProps): void {
  const each = (title: string, name: Parameters<typeof perDimensionValue>[1]) =>
    graph(title, [perDimensionValue(settings, name)], true);
  const percentiles = [50, 95, 99].map((percentile) =>
    customMetric(settings, 'EventToOutcomeDelay', { statistic: Stats.percentile(percentile) }).with({
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
        customMetric(settings, 'DueBehind', { statistic: Stats.MAXIMUM }),
      ]),
    ],
  ];
  new Dashboard(scope, 'Business', {
    dashboardName: stageName(settings, 'multichannel-business'),
    widgets: rows,
  });
}

/** Adds the technical dashboard: queues, functions, API, table, mail and pipe. */
export function addTechnicalDashboard(
  scope: Construct,
  { settings, monitored, alarms }: DashboardProps,
): void {
  const labelled = (metric: Metric, name: string) => metric.with({ label: nameWithoutStage(settings, name) });
  const queues = (names: readonly string[], metric: string) =>
    names.map((QueueName) =>
      labelled(awsMetric('SQS', metric, { QueueName }, { statistic: Stats.MAXIMUM }), QueueName),
    );
  const functions = (metric: string, statistic: string) =>
    monitored.functions.map((FunctionName) =>
      labelled(awsMetric('Lambda', metric, { FunctionName }, { statistic }), FunctionName),
    );
  const apis = (metric: string, statistic = Stats.SUM) =>
    monitored.apis.map((ApiId) =>
      awsMetric('ApiGateway', metric, { ApiId }, { statistic }).with({ label: metric }),
    );
  const tables = (metrics: (table: MonitoredTable) => Readonly<Record<string, Metric>>) =>
    monitored.tables.flatMap((table) =>
      Object.entries(metrics(table)).map(([label, metric]) => metric.with({ label })),
    );
  const consumed = ({ name }: MonitoredTable) => ({
    read: awsMetric('DynamoDB', 'ConsumedReadCapacityUnits', { TableName: name }),
    written: awsMetric('DynamoDB', 'ConsumedWriteCapacityUnits', { TableName: name }),
  });
  const pipes = ['Invocations', 'ExecutionFailed', 'ExecutionPartiallyFailed', 'ExecutionThrottled'].flatMap(
    (metric) =>
      monitored.pipes.map((PipeName) =>
        awsMetric('EventBridge/Pipes', metric, { PipeName }).with({ label: metric }),
      ),
  );
  const configurationSet = { 'ses:configuration-set': stageName(settings, 'multichannel-mail') };
  const rates = (['BounceRate', 'ComplaintRate'] as const).flatMap((rate) => [
    accountRate(rate).with({ label: `account: ${rate}` }),
    accountRate(rate).with({ dimensionsMap: configurationSet, label: `this stage: ${rate}` }),
  ]);
  const rows: IWidget[][] = [
    [new AlarmStatusWidget({ title: 'Alarms', width: 24, height: 6, alarms: [...alarms] })],
    [
      graph('Messages that wait', queues(monitored.sources, 'ApproximateNumberOfMessagesVisible')),
      graph('Age of the oldest, in seconds', queues(monitored.sources, 'ApproximateAgeOfOldestMessage')),
      graph('Dead letters', queues(monitored.deadLetters, 'ApproximateNumberOfMessagesVisible')),
    ],
    [
      graph('Errors of functions', functions('Errors', Stats.SUM)),
      graph('Throttles of functions', functions('Throttles', Stats.SUM)),
      graph('Running at a time', functions('ConcurrentExecutions', Stats.MAXIMUM)),
    ],
    [
      graph('Duration, 99 of 100 below, in ms', functions('Duration', Stats.percentile(99))),
      graph('Invocations', functions('Invocations', Stats.SUM)),
      graph('Outcomes to the event bus', pipes),
    ],
    [
      graph('API requests', [...apis('Count'), ...apis('4xx'), ...apis('5xx')]),
      graph('API latency, 95 of 100 below, in ms', [
        ...apis('Latency', Stats.percentile(95)),
        ...apis('IntegrationLatency', Stats.percentile(95)),
      ]),
      graph('SES: rates of bounces and complaints', rates),
    ],
    [
      graph('DynamoDB units', tables(consumed)),
      graph('DynamoDB throttles', tables(tableThrottles)),
      graph('DynamoDB’s own errors', tables(tableSystemErrors)),
    ],
  ];
  new Dashboard(scope, 'Technical', {
    dashboardName: stageName(settings, 'multichannel-technical'),
    widgets: rows,
  });
}

/** Returns a graph that is a third of the page wide. */
function graph(title: string, left: readonly IMetric[], stacked = false): GraphWidget {
  return new GraphWidget({
    title,
    left: [...left],
    stacked,
    width: 8,
    height: 6,
    leftYAxis: { min: 0, showUnits: false },
  });
}
