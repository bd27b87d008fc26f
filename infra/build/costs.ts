/** A month's work and how it comes: batches are larger the more there is to do. */
export interface Load {
  readonly events: number;
  /** Events a batch. */
  readonly batch: number;
  /** Share of invocations that start a new environment. */
  readonly cold: number;
}

/** What is there whether events come or not; the template's own numbers, held to it by a test. */
export interface Standing {
  readonly alarms: number;
  readonly customMetrics: number;
  readonly dashboards: number;
  readonly secrets: number;
  readonly keys: number;
  /** Queues that a function or pipe polls all day. */
  readonly polledQueues: number;
}

/** One line of the bill, in US dollars a month. */
export interface CostLine {
  readonly what: string;
  readonly dollars: number;
}

/** List prices of us-east-1 in US dollars, November 2026, without free tiers; each page ends in `/pricing/`. */
export const PRICES = {
  sqsRequest: 0.4e-6,
  lambdaRequest: 0.2e-6,
  /** arm64, first tier. */
  lambdaGigabyteSecond: 0.0000133334,
  dynamodbWriteUnit: 0.625e-6,
  dynamodbReadUnit: 0.125e-6,
  /** With 35 days of point-in-time recovery (0.25 + 0.20). */
  dynamodbGigabyteMonth: 0.45,
  httpApiRequest: 1e-6,
  mail: 0.1e-3,
  snsPublish: 0.5e-6,
  pipeRequest: 0.4e-6,
  busEvent: 1e-6,
  logGigabyte: 0.5,
  customMetric: 0.3,
  alarm: 0.1,
  dashboard: 3,
  secret: 0.4,
  key: 1,
  /** Each recorded trace; by default X-Ray takes the first of a second and 5 % of the rest. */
  trace: 5e-6,
} as const;

/** What the template of a stage has. */
export const STANDING: Standing = {
  /** Metrics that alarms look at: an alarm of several costs for each. */
  alarms: 57,
  /** At most, when every rule, chain, kind and code has been seen; about 40 in an ordinary month. */
  customMetrics: 107,
  dashboards: 2,
  secrets: 1,
  keys: 1,
  polledQueues: 7,
};

/** One customer's case over its whole time; counted in the samples, where the item of a case has 1.2 KB. */
const CASE = { events: 5, outcomes: 6, mails: 3, pageViews: 2, kilobytes: 2.5 };
const MEMORY_GIGABYTES = 0.5;
/** Milliseconds billed for a batch and for a start; a guess until it runs on AWS, on the safe side. */
const BATCH_MILLISECONDS = 100;
const START_MILLISECONDS = 400;
/** A consistent read of case and partner, and a write of an item between 1 and 2 KB with a change of one index. */
const UNITS = { read: 2, write: 3 };
const LOG_BYTES_PER_INVOCATION = 3_500;
/** Lambda keeps 5 pollers at an empty queue, each asking every 20 seconds. */
const IDLE_POLLS = (5 * 30 * 24 * 60 * 60) / 20;
/** Cases that stay in the table, in months of this load. */
const MONTHS_KEPT = 24;

/**
 * What a month costs, line by line.
 * @returns US dollars by list price, the largest line first; SES apart, as `mail`
 */
export function monthlyCosts(load: Load, standing: Standing): readonly CostLine[] {
  const cases = load.events / CASE.events;
  const mails = cases * CASE.mails;
  // SES tells of each mail when it was sent and when it was delivered.
  const notices = mails * 2;
  const outcomes = cases * CASE.outcomes;
  const batches = load.events / load.batch;
  const invocations = batches + mails + notices + cases * CASE.pageViews;
  const milliseconds = invocations * (BATCH_MILLISECONDS + load.cold * START_MILLISECONDS);
  const sqsRequests =
    load.events + 2 * batches + batches + (2 * outcomes) / load.batch + 3 * mails + 3 * notices;
  const traces = Math.min(invocations, 2_592_000) * 0.05 + Math.min(invocations, 50_000);
  const lines: CostLine[] = [
    { what: 'mail (SES)', dollars: mails * PRICES.mail },
    {
      what: 'queues (SQS), empty polls included',
      dollars: (sqsRequests + standing.polledQueues * IDLE_POLLS) * PRICES.sqsRequest,
    },
    {
      what: 'functions (Lambda, arm64, 512 MB)',
      dollars:
        invocations * PRICES.lambdaRequest +
        (milliseconds / 1000) * MEMORY_GIGABYTES * PRICES.lambdaGigabyteSecond,
    },
    {
      what: 'table (DynamoDB on demand), backups included',
      dollars:
        load.events * UNITS.write * PRICES.dynamodbWriteUnit +
        batches * UNITS.read * PRICES.dynamodbReadUnit +
        mails * 4 * PRICES.dynamodbWriteUnit +
        ((cases * MONTHS_KEPT * CASE.kilobytes) / 1_000_000) * PRICES.dynamodbGigabyteMonth,
    },
    {
      what: 'event bus, pipe and topic',
      dollars: outcomes * (PRICES.pipeRequest + PRICES.busEvent) + notices * PRICES.snsPublish,
    },
    { what: 'pages and API calls (HTTP API)', dollars: cases * CASE.pageViews * PRICES.httpApiRequest },
    { what: 'logs', dollars: ((invocations * LOG_BYTES_PER_INVOCATION) / 1e9) * PRICES.logGigabyte },
    { what: 'traces (X-Ray)', dollars: traces * PRICES.trace },
    {
      what: 'alarms, metrics, dashboards',
      dollars:
        standing.alarms * PRICES.alarm +
        standing.customMetrics * PRICES.customMetric +
        standing.dashboards * PRICES.dashboard,
    },
    { what: 'secret and key', dollars: standing.secrets * PRICES.secret + standing.keys * PRICES.key },
  ];
  return lines.sort((a, b) => b.dollars - a.dollars);
}
