import type { StackClock } from '../clock.ts';
import type { SqsStandIn } from '../sqs/stand-in.ts';
import type { AlarmMetricPlan, AlarmPlan } from '../template/alarm-plan.ts';
import { readEmf } from './emf.ts';
import { type AlarmState, evaluate, type Measured } from './evaluate.ts';
import type { Value } from './metric-math.ts';
import { isKept, Readings } from './readings.ts';

interface Surroundings {
  readonly clock: Pick<StackClock, 'now'>;
  readonly sqs: Pick<SqsStandIn, 'names' | 'depth' | 'peek'>;
  /** Queues that a function takes from; in others messages may lie for as long as they like. */
  readonly consumed: ReadonlySet<string>;
}

/** What AWS counts and nobody counts here, by namespace and name (`*`: every other one). */
const notRun: Readonly<Record<string, string>> = {
  'AWS/Lambda Throttles': 'functions wait for their turn here and are never throttled',
  'AWS/SES *': 'the stand-in takes every mail; rates of bounces and complaints are SES’s own',
  'AWS/DynamoDB *': 'the stand-in has no capacity to run out of and counts no failures',
  'AWS/EventBridge/Pipes *': 'the pipe is not run here',
};

/** Queues are looked at when somebody asks: their values are those of now, in every period. */
const ofQueues: Readonly<Record<string, (queue: string, around: Surroundings) => number>> = {
  ApproximateNumberOfMessagesVisible: (queue, { sqs }) => sqs.depth(queue).visible,
  ApproximateAgeOfOldestMessage: (queue, { sqs }) => {
    // Messages carry the machine's time.
    const now = Date.now();
    const oldest = sqs.peek(queue).reduce((least, { sentTimestamp }) => Math.min(least, sentTimestamp), now);
    return Math.round((now - oldest) / 1000);
  },
};
const counted = new Set([
  'AWS/SQS NumberOfMessagesReceived',
  'AWS/Lambda Invocations',
  'AWS/Lambda Errors',
  'AWS/ApiGateway 5xx',
]);

/** The template's alarms, and what this machine measures for them. */
export class AlarmBoard {
  readonly #alarms: readonly AlarmPlan[];
  readonly #around: Surroundings;
  readonly #readings: Readings;
  readonly #since: number;

  constructor(alarms: readonly AlarmPlan[], around: Surroundings) {
    this.#alarms = alarms;
    this.#around = around;
    this.#since = around.clock.now().getTime();
    const longest = Math.max(0, ...alarms.map(({ periods }) => periods.of * periods.seconds));
    this.#readings = new Readings(longest);
  }

  /** Takes a line of a function's output if it is metrics. @returns false for a log line */
  take(line: string): boolean {
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
    const measured: Measured = {
      since: this.#since,
      notRun: (metric) => this.#notRun(metric),
      over: (metric, from, to) => this.#over(metric, from, to),
    };
    return this.#alarms.map((alarm) => evaluate(alarm, measured, now));
  }

  #notRun({ namespace, name, dimensions, statistic }: AlarmMetricPlan): string | undefined {
    if (namespace === 'AWS/SQS' && Object.hasOwn(ofQueues, name)) {
      const queue = dimensions.QueueName ?? '';
      if (!this.#around.sqs.names().includes(queue)) return `there is no queue ${queue} here`;
      if (name !== 'ApproximateAgeOfOldestMessage' || this.#around.consumed.has(queue)) return undefined;
      return `nothing here takes from ${queue}`;
    }
    if (!isKept(statistic)) return `${statistic} is not kept here`;
    if (!namespace.startsWith('AWS/') || counted.has(`${namespace} ${name}`)) return undefined;
    return (
      notRun[`${namespace} ${name}`] ??
      notRun[`${namespace} *`] ??
      `nobody measures ${namespace} ${name} here`
    );
  }

  #over(metric: AlarmMetricPlan, from: number, to: number): Value {
    const { namespace, name, dimensions, statistic } = metric;
    const look = namespace === 'AWS/SQS' ? ofQueues[name] : undefined;
    return look === undefined
      ? this.#readings.over(metric, statistic, from, to)
      : look(dimensions.QueueName ?? '', this.#around);
  }
}
