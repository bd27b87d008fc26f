import type { StackClock } from '../clock.ts';
import type { SqsStandIn } from '../sqs.ts';
import type { AlarmMetricPlan, AlarmPlan } from '../template/plan.ts';
import { evaluateExpression, type MetricValue } from './metric-math.ts';
import { isStatisticKept, MetricStore, readEmf } from './metric-store.ts';

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
  readonly #context: AlarmBoardOptions;
  readonly #metrics: MetricStore;
  readonly #since: number;

  constructor(alarms: readonly AlarmPlan[], around: AlarmBoardOptions) {
    this.#alarms = alarms;
    this.#context = around;
    this.#since = around.clock.now().getTime();
    const longest = Math.max(0, ...alarms.map(({ periods }) => periods.of * periods.seconds));
    this.#metrics = new MetricStore(longest);
  }

  /** Takes a line of a function's output if it is metrics. @returns false for a log line */
  recordMetrics(line: string): boolean {
    const found = readEmf(line);
    for (const { metric, value, at } of found ?? []) this.#metrics.add(metric, value, at);
    return found !== null;
  }

  /** Counts what AWS counts of its own. */
  count(
    namespace: 'AWS/SQS' | 'AWS/Lambda' | 'AWS/ApiGateway',
    name: string,
    dimensions: Record<string, string>,
    by = 1,
  ): void {
    this.#metrics.add({ namespace, name, dimensions }, by, this.#context.clock.now().getTime());
  }

  /** How every alarm stands now. */
  states(): AlarmState[] {
    const now = this.#context.clock.now().getTime();
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
      if (!this.#context.sqs.names().includes(queue)) return `there is no queue ${queue} here`;
      if (name !== 'ApproximateAgeOfOldestMessage' || this.#context.consumed.has(queue)) return undefined;
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
      ? this.#metrics.value(metric, statistic, from, to)
      : look(dimensions.QueueName ?? '', this.#context);
  }
}

/** The state of an alarm. `NOT_RUN`: the local stack does not measure its metric, for the reason given. */
export interface AlarmState {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'NOT_RUN';
  readonly reason: string;
  /** Path from the project's root. */
  readonly runbook: string;
  /** What it would mean for customers. */
  readonly meaning: string;
}

/** What can be measured of a metric. */
export interface MetricSource {
  /** The value in a period (epoch milliseconds), or `undefined` without data. */
  value(metric: AlarmMetricPlan, from: number, to: number): MetricValue;
  /** Why the local stack does not measure it, or `undefined` if it does. */
  whyNotMeasured(metric: AlarmMetricPlan): string | undefined;
  /** The start of measuring, in epoch milliseconds. */
  readonly startedAt: number;
}

/** Evaluates an alarm at a time (epoch milliseconds of the product's clock). */
export function evaluateAlarm(plan: AlarmPlan, measured: MetricSource, now: number): AlarmState {
  const [meaning = '', ...lines] = plan.description.split('\n');
  const runbook = lines.at(-1)?.replace(/^Runbook: /, '') ?? '';
  const common = { name: plan.name, runbook, meaning };
  const notRun = plan.metrics
    .map((metric) => measured.whyNotMeasured(metric))
    .find((why) => why !== undefined);
  if (notRun !== undefined) return { ...common, state: 'NOT_RUN', reason: notRun };
  const { of, breaching, seconds } = plan.periods;
  const values = Array.from({ length: of }, (_, ago) => {
    const to = now - ago * seconds * 1000;
    const from = to - seconds * 1000;
    return { value: valueIn(plan, measured, from, to), isBefore: from < measured.startedAt };
  });
  const bad = values.filter(({ value, isBefore }) => isBreaching(plan, value, isBefore)).length;
  return { ...common, state: bad >= breaching ? 'ALARM' : 'OK', reason: reasonOf(plan, values[0]?.value) };
}

function valueIn(
  { metrics, expression }: AlarmPlan,
  measured: MetricSource,
  from: number,
  to: number,
): MetricValue {
  const values = Object.fromEntries(metrics.map((metric) => [metric.id, measured.value(metric, from, to)]));
  return expression === undefined ? Object.values(values)[0] : evaluateExpression(expression.text, values);
}

/** Missing data from before the start of measuring does not breach. `ignore` counts as not breaching here. */
function isBreaching(
  { comparison, threshold, missing }: AlarmPlan,
  value: MetricValue,
  isBefore: boolean,
): boolean {
  if (value === undefined) return missing === 'breaching' && !isBefore;
  return comparison === 'LessThanThreshold' ? value < threshold : value >= threshold;
}

function reasonOf(
  { metrics, expression, threshold, comparison, periods }: AlarmPlan,
  value: MetricValue,
): string {
  const [metric] = metrics;
  const of = metric && Object.entries(metric.dimensions).find(([name]) => name !== 'stage')?.[1];
  const what = expression?.label ?? `${metric?.name}${of === undefined ? '' : ` of ${of}`}`;
  const minutes = periods.seconds / 60;
  const limit = comparison === 'LessThanThreshold' ? `below ${threshold}` : `at ${threshold}`;
  const often = periods.of > 1 ? `, ${periods.breaching} of ${periods.of} times` : '';
  return `${what}: ${value ?? 'no data'} in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} (in alarm ${limit}${often})`;
}
