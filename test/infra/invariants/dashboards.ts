import * as z from 'zod';
import { METRICS, NAMESPACE } from '../../../shared/runtime/metric-catalogue.ts';
import type { DeployedResource, Deployment, Value } from '../stages.ts';
import { resourcesOfType } from '../stages.ts';
import { alarms, type NamedMetric, textOf } from './alarm-shapes.ts';
import type { Invariant } from './invariant.ts';

const dashboardType = 'AWS::CloudWatch::Dashboard';

/** Dimension -> the resource type and the property that its value must equal. */
const owners: Readonly<Record<string, readonly [type: string, property: string]>> = {
  QueueName: ['AWS::SQS::Queue', 'QueueName'],
  FunctionName: ['AWS::Lambda::Function', 'FunctionName'],
  TableName: ['AWS::DynamoDB::Table', 'TableName'],
  ApiId: ['AWS::ApiGatewayV2::Api', 'Ref'],
  PipeName: ['AWS::Pipes::Pipe', 'Name'],
  'ses:configuration-set': ['AWS::SES::ConfigurationSet', 'Name'],
};

const own: ReadonlyMap<string, string | null> = new Map(
  Object.entries(METRICS).map(([name, { by }]) => [name, by]),
);

export const dashboardInvariants: readonly Invariant[] = [
  {
    name: 'there are a business and a technical dashboard, both with the alarms',
    violations: (deployed) => {
      const bodies = deployed.resources.filter(({ type }) => type === dashboardType).map(bodyOf);
      return ['multichannel-business', 'multichannel-technical']
        .filter(
          (name) => !bodies.some((body) => body.name.endsWith(name) && body.text.includes('"type":"alarm"')),
        )
        .map((name) => `no dashboard ${name} with alarms`);
    },
    breakingChanges: {
      removed: (deployed) =>
        deployed.resources
          .filter(({ type }) => type === dashboardType)
          .map((gone) => ({ ...deployed, resources: deployed.resources.filter((one) => one !== gone) })),
    },
  },
  {
    name: 'every metric on a dashboard or in an alarm belongs to something that exists',
    violations: (deployed) =>
      [
        ...resourcesOfType(deployed, dashboardType).flatMap((one) => metricsOf(bodyOf(one).text)),
        ...alarms(deployed).flatMap(({ metrics }) => metrics),
      ].flatMap((metric) => faultsOf(metric, deployed)),
    breakingChanges: {
      'its resource renamed': (deployed) =>
        Object.values(owners)
          .filter(([, property]) => property !== 'Ref')
          .flatMap(([type, property]) => renamed(deployed, type, property)),
      'a metric of another name': (deployed) => inDashboards(deployed, 'RuleHit', 'RulesHit'),
      'another dimension': (deployed) => inDashboards(deployed, 'stage,rule', 'stage,partnerId'),
      'an alarm of something gone': (deployed) =>
        alarms(deployed)
          .filter(({ metrics }) => JSON.stringify(metrics).includes('-events'))
          .map(({ resource }) => withText(deployed, resource, (text) => text.replaceAll('-events', '-gone'))),
    },
  },
];

function faultsOf(metric: NamedMetric, deployed: Deployment): string[] {
  const { namespace, name, dimensions } = metric;
  if (namespace === NAMESPACE) {
    const by = own.get(name);
    const others = Object.keys(dimensions).filter((one) => one !== 'stage');
    const isKnown = by !== undefined && others.every((one) => one === by) && 'stage' in dimensions;
    return isKnown ? [] : [`${textOf(metric)} is measured by nobody`];
  }
  return Object.entries(dimensions)
    .filter(([dimension, value]) => !isThere(dimension, value, deployed))
    .map(() => `${textOf(metric)} is of nothing that exists`);
}

function isThere(dimension: string, value: Value, deployed: Deployment): boolean {
  const owner = owners[dimension];
  // The rest says which part of a resource: an operation, an index.
  if (owner === undefined) return dimension === 'Operation' || dimension === 'GlobalSecondaryIndexName';
  const [type, property] = owner;
  const wanted = typeof value === 'string' ? value : JSON.stringify(value);
  return deployed.resources
    .filter((resource) => resource.type === type)
    .some(
      ({ id, properties }) =>
        wanted === (property === 'Ref' ? JSON.stringify({ Ref: id }) : properties[property]),
    );
}

/** Returns a dashboard's name and body. References are inserted as JSON. */
function bodyOf({ properties }: DeployedResource): { name: string; text: string } {
  const body = z
    .union([z.string(), z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.json())]) })])
    .parse(properties.DashboardBody);
  const parts = typeof body === 'string' ? [body] : body['Fn::Join'][1];
  const text = parts.map((part) =>
    typeof part === 'string' ? part : JSON.stringify(JSON.stringify(part)).slice(1, -1),
  );
  return { name: String(properties.DashboardName), text: text.join('') };
}

const widgets = z.object({
  widgets: z.array(z.object({ properties: z.object({ metrics: z.array(z.array(z.json())).default([]) }) })),
});

/** Returns the metrics of a dashboard, including those of its searches. */
function metricsOf(text: string): NamedMetric[] {
  const lines = widgets.parse(JSON.parse(text)).widgets.flatMap(({ properties }) => properties.metrics);
  return lines.flatMap((line): NamedMetric[] => {
    const expression = z.object({ expression: z.string() }).safeParse(line[0]);
    if (expression.success) return [searched(expression.data.expression)];
    const [namespace, name, ...rest] = line.filter((part) => typeof part === 'string');
    const pairs = Array.from({ length: rest.length / 2 }, (_, at) => [
      rest[2 * at] ?? '',
      readBack(rest[2 * at + 1] ?? ''),
    ]);
    return [{ namespace: namespace ?? '', name: name ?? '', dimensions: Object.fromEntries(pairs) }];
  });
}

/** Parses `SEARCH('{namespace,dimension,…} stage="…" MetricName="…"', …)`. */
function searched(expression: string): NamedMetric {
  const [, schema = '', name = ''] =
    /^SEARCH\('\{([^}]+)\} stage="[^"]+" MetricName="(\w+)"'/.exec(expression) ?? [];
  const [namespace = '', ...dimensions] = schema.split(',');
  return { namespace, name, dimensions: Object.fromEntries(dimensions.map((one) => [one, 'any'])) };
}

function readBack(text: string): Value {
  return text.startsWith('{') ? JSON.parse(text) : text;
}

function renamed(deployed: Deployment, type: string, property: string): Deployment[] {
  return deployed.resources
    .filter((resource) => resource.type === type)
    .map((chosen) => ({
      ...deployed,
      resources: deployed.resources.map((one) =>
        one === chosen ? { ...one, properties: { ...one.properties, [property]: 'renamed' } } : one,
      ),
    }));
}

function inDashboards(deployed: Deployment, from: string, to: string): Deployment[] {
  return resourcesOfType(deployed, dashboardType)
    .filter((one) => JSON.stringify(one.properties).includes(from))
    .map((one) => withText(deployed, one, (text) => text.replaceAll(from, to)));
}

function withText(
  deployed: Deployment,
  chosen: DeployedResource,
  change: (text: string) => string,
): Deployment {
  const properties = JSON.parse(change(JSON.stringify(chosen.properties)));
  return {
    ...deployed,
    resources: deployed.resources.map((one) => (one === chosen ? { ...one, properties } : one)),
  };
}
