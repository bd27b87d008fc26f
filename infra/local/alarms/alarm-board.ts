import type { StackClock } from '../clock.ts';
import type { SqsStandIn } from '../sqs/stand-in.ts';
import type { AlarmMetricPlan, AlarmPlan } from '../template/alarm-plan.ts';
import { readEmf } from './emf.ts';
import { type AlarmState, evaluateAlarm, type MetricSource } from './evaluate.ts';
import type { MetricValue } from './metric-math.ts';
import { isStatisticKept, MetricStore } from './readings.ts';

interface AlarmBoardOptions {
  readonly clock: Pick<StackClock, 'now'>;
  readonly sqs: Pick<SqsStandIn, 'names' | 'depth' | 'peek'>;
  /** Queues that a function takes from; in others messages may lie for as long as they like. */
  readonly consumed: ReadonlySet<string>;
}

/** What AWS counts and nobody counts here, by namespace and name (`*`: every other one). */
const notMeasured: Readonly<Record<string, string>> = {
  'AWS/Lambda Throttles': 'functions wait for their turn here and are never throttled',
  'AWS/SES *': 'the stand-in takes every mail; rates of bounces and complaints are SES’s own',
  'AWS/DynamoDB *': 'the stand-in has no capacity to run out of and counts no failures',
  'AWS/EventBridge/Pipes *': 'the pipe is not run here',
};

/** Queues are looked at when somebody asks: their values are those of now, in every period. */
const queueMetrics: Readonly<Record<string, (queue: string, options: AlarmBoardOptions) => number>> = {
  ApproximateNumberOfMessagesVisible: (queue, { sqs }) => sqs.depth(queue).visible,
  ApproximateAgeOfOldestMessage: (queue, { sqs }) => {
    // Messages carry the machine's time.
    const now = Date.now();
    const oldest = sqs.peek(queue).reduce((least, { sentTimestamp }) => Math.min(least, sentTimestamp), now);
    return Math.round((now - oldest) / 1000);
  },
};
const countedMetrics = new Set([
  'AWS/SQS NumberOfMessagesReceived',
  'AWS/Lambda Invocations',
  'AWS/Lambda Errors',
  'AWS/ApiGateway 5xx',
]);

/** The template's alarms, and what this machine measures for them. */
export class AlarmBoard {
  readonly #alarms: readonly AlarmPlan[];
  readonly #around: AlarmBoardOptions;
  readonly #readings: MetricStore;
  readonly #since: number;

  constructor(alarms: readonly AlarmPlan[], around: AlarmBoardOptions) {
    this.#alarms = alarms;
    this.#around = around;
    this.#since = around.clock.now().getTime();
    const longest = Math.max(0, ...alarms.map(({ periods }) => periods.of * periods.seconds));
    this.#readings = new MetricStore(longest);
  }

  /** Takes a line of a function's output if it is metrics. @returns false for a log line */
  recordMetrics(line: string): boolean {
    const found = readEmf(line);
    for (const { metric, value, at } of found ?? []) this.#readings.add(metric, value, at);
    return found !== null;
  }

  /** Counts what AWS counts of its own. */
  count(
    namespace: 'AWS/SQS' | 'AWS/Lambda' | 'AWS/ApiGateway',
    name: string,
    dimensions: Record<string, string>,
    by = 1,
  ): void {
    this.#readings.add({ namespace, name, dimensions }, by, this.#around.clock.now().getTime());
  }

  /** How every alarm stands now. */
  states(): AlarmState[] {
    const now = this.#around.clock.now().getTime();
    const measured: MetricSource = {
      startedAt: this.#since,
      whyNotMeasured: (metric) => this.#notRun(metric),
      value: (metric, from, to) => this.#over(metric, from, to),
    };
    return this.#alarms.map((alarm) => evaluateAlarm(alarm, measured, now));
  }

  #notRun({ namespace, name, dimensions, statistic }: AlarmMetricPlan): string | undefined {
    if (namespace === 'AWS/SQS' && Object.hasOwn(queueMetrics, name)) {
      const queue = dimensions.QueueName ?? '';
      if (!this.#around.sqs.names().includes(queue)) return `there is no queue ${queue} here`;
      if (name !== 'ApproximateAgeOfOldestMessage' || this.#around.consumed.has(queue)) return undefined;
      return `nothing here takes from ${queue}`;
    }
    if (!isStatisticKept(statistic)) return `${statistic} is not kept here`;
    if (!namespace.startsWith('AWS/') || countedMetrics.has(`${namespace} ${name}`)) return undefined;
    return (
      notMeasured[`${namespace} ${name}`] ??
      notMeasured[`${namespace} *`] ??
      `nobody measures ${namespace} ${name} here`
    );
  }

  #over(metric: AlarmMetricPlan, from: number, to: number): MetricValue {
    const { namespace, name, dimensions, statistic } = metric;
    const look = namespace === 'AWS/SQS' ? queueMetrics[name] : undefined;
    return look === undefined
      ? this.#readings.value(metric, statistic, from, to)
      : look(dimensions.QueueName ?? '', this.#around);
  }
}
