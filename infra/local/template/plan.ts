/** The resources of a template, as plain data for the stand-ins. */
export interface Plan {
  readonly tables: TablePlan[];
  readonly queues: QueuePlan[];
  readonly secrets: SecretPlan[];
  readonly subscriptions: SubscriptionPlan[];
  readonly identities: IdentityPlan[];
  readonly configurationSets: string[];
  readonly mailDestinations: MailDestinationPlan[];
  readonly functions: FunctionPlan[];
  readonly mappings: MappingPlan[];
  readonly schedules: SchedulePlan[];
  readonly integrations: IntegrationPlan[];
  readonly routes: RoutePlan[];
  /** Logical ids of HTTP APIs; the local stack serves one. */
  readonly apis: string[];
  readonly alarms: AlarmPlan[];
}

export interface TablePlan {
  readonly name: string;
  /** Input of DynamoDB's CreateTable. */
  readonly createTable: Readonly<Record<string, unknown>>;
}

export interface QueuePlan {
  readonly name: string;
  /** Attributes in SQS's own words and as text. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Queue that poison messages go to, by ARN. */
  readonly deadLetterArn: string | undefined;
}

export interface SecretPlan {
  readonly name: string;
  readonly arn: string;
  /** Generates the first value. It is called once for a data folder. */
  readonly generate: () => string;
}

export interface SubscriptionPlan {
  readonly topicArn: string;
  readonly queueArn: string;
  /** Raw delivery: the notice itself, without SNS's envelope. */
  readonly raw: boolean;
}

export interface IdentityPlan {
  /** Address or domain that may send. */
  readonly name: string;
  readonly configurationSet: string | undefined;
}

export interface MailDestinationPlan {
  readonly configurationSet: string;
  readonly topicArn: string;
  /** Lower case: send, delivery, bounce, complaint, reject. */
  readonly eventTypes: readonly string[];
}

export interface FunctionPlan {
  readonly name: string;
  readonly arn: string;
  /** Folder of the bundle. */
  readonly directory: string;
  /** `file.export` as Lambda takes it. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly reservedConcurrency: number | undefined;
  readonly environment: Readonly<Record<string, string>>;
}

export interface MappingPlan {
  readonly functionName: string;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** ReportBatchItemFailures: the function answers which messages stay. */
  readonly reportsItemFailures: boolean;
  readonly maximumConcurrency: number | undefined;
  readonly enabled: boolean;
}

export interface SchedulePlan {
  /** The rule's ARN. */
  readonly ruleArn: string;
  readonly functionName: string;
  readonly everyMilliseconds: number;
}

export interface IntegrationPlan {
  readonly id: string;
  readonly functionArn: string;
  readonly timeoutMilliseconds: number;
}

export interface RoutePlan {
  /** `GET /path/{name}` or `$default`. */
  readonly routeKey: string;
  readonly integrationId: string;
}

/** Creates an empty plan. */
export function emptyPlan(): Plan {
  return {
    tables: [],
    queues: [],
    secrets: [],
    subscriptions: [],
    identities: [],
    configurationSets: [],
    mailDestinations: [],
    functions: [],
    mappings: [],
    schedules: [],
    integrations: [],
    routes: [],
    apis: [],
    alarms: [],
  };
}

/** An alarm of the template: its condition and its description. */
export interface AlarmPlan {
  readonly name: string;
  readonly description: string;
  /** What it looks at; with an expression, what that is over. */
  readonly metrics: readonly AlarmMetricPlan[];
  /** Metric math; without it there is one metric, which is compared itself. */
  readonly expression: { readonly text: string; readonly label: string } | undefined;
  readonly comparison: 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold';
  readonly threshold: number;
  readonly periods: { readonly breaching: number; readonly of: number; readonly seconds: number };
  readonly missing: 'breaching' | 'notBreaching' | 'ignore';
}

/** A metric as CloudWatch names it. */
export interface AlarmMetricPlan {
  /** Its name in the expression. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Sum, Maximum and so on. */
  readonly statistic: string;
}
