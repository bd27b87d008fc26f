import * as z from 'zod';
import { type DeployedResource, type Deployment, resourcesOfType, type Value } from '../stages.ts';
import type { Invariant } from './invariant.ts';
import { cachedParser } from './invariant.ts';

/** Resource type -> the property with its policy. */
const documents: Readonly<Record<string, string>> = {
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
  'AWS::KMS::Key': 'KeyPolicy',
};

/** `<resource type> <service>` -> the conditions that prevent the service from acting for another account (confused deputy). */
const wanted: Readonly<Record<string, readonly string[]>> = {
  'AWS::SQS::QueuePolicy sns.amazonaws.com': ['ArnEquals aws:sourcearn'],
  'AWS::SQS::QueuePolicy events.amazonaws.com': ['ArnEquals aws:sourcearn'],
  'AWS::SNS::TopicPolicy ses.amazonaws.com': ['StringEquals aws:sourceaccount', 'StringEquals aws:sourcearn'],
  'AWS::SNS::TopicPolicy cloudwatch.amazonaws.com': [
    'ArnLike aws:sourcearn',
    'StringEquals aws:sourceaccount',
  ],
  // AWS documents no condition here; one that a service does not meet drops every notification (docs/aws.md).
  'AWS::KMS::Key ses.amazonaws.com': [],
  'AWS::KMS::Key cloudwatch.amazonaws.com': [],
};

const statementSchema = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.literal('*'), z.record(z.string(), z.json())]),
  Action: z.union([z.string().transform((one) => [one]), z.array(z.string())]),
  Condition: z.record(z.string(), z.record(z.string(), z.json())).default({}),
});

const parsedStatement = cachedParser(statementSchema);
const parsedDocument = cachedParser(z.object({ Statement: z.array(z.custom<Value>()) }));

/** The policies of queues, topics and keys. */
export const resourcePolicyInvariants: readonly Invariant[] = [
  {
    name: 'AWS services have access only on behalf of this account or of allowed publishers',
    violations: (deployed) =>
      statements(deployed)
        .filter(({ statement }) => statement.Effect === 'Allow')
        .flatMap(({ resource, statement }) =>
          servicesOf(statement).map((service) => ({
            key: `${resource.type} ${service}`,
            resource,
            statement,
          })),
        )
        .filter(({ key, statement }) => conditionsOf(statement) !== wanted[key]?.join())
        .map(({ key, resource }) => `${resource.id}: ${key}`),
    breakingChanges: {
      'no condition': (deployed) =>
        without(deployed, ({ Condition: _, ...statement }) => statement, isConditional),
      'a condition on a key': (deployed) =>
        without(
          deployed,
          (statement) => ({ ...statement, Condition: { StringEquals: { 'aws:SourceAccount': '1' } } }),
          (statement) => !isConditional(statement),
        ),
      'another service': (deployed) =>
        without(deployed, (statement) => ({ ...statement, Principal: { Service: 's3.amazonaws.com' } })),
      'of anything': (deployed) =>
        without(
          deployed,
          (statement) => ({ ...statement, Condition: { ArnLike: { 'aws:SourceArn': '*' } } }),
          isConditional,
        ),
    },
  },
  {
    name: 'no policy allows everybody, and other accounts may only send events to a queue',
    violations: (deployed) =>
      statements(deployed)
        .filter(({ statement }) => statement.Effect === 'Allow')
        .filter(({ resource, statement }) => !isForFew(resource, statement))
        .map(({ resource }) => resource.id),
    breakingChanges: {
      'to anybody': (deployed) => without(deployed, (statement) => ({ ...statement, Principal: '*' })),
      'to anybody with an account': (deployed) =>
        without(deployed, (statement) => ({ ...statement, Principal: { AWS: '*' } })),
      'to read': (deployed) =>
        without(deployed, (statement) => ({
          ...statement,
          Principal: { AWS: 'arn:aws:iam::111122223333:root' },
          Action: 'sqs:ReceiveMessage',
        })),
    },
  },
];

function statements(deployed: Deployment) {
  return Object.entries(documents)
    .flatMap(([type, path]) => resourcesOfType(deployed, type).map((resource) => ({ resource, path })))
    .flatMap(({ resource, path }) =>
      documentOf(resource, path).map((one) => ({
        resource,
        path,
        statement: parsedStatement(asObject(one)),
      })),
    );
}

function documentOf(resource: DeployedResource, path: string): readonly Value[] {
  const { Statement } = parsedDocument(asObject(resource.properties[path]));
  return Statement;
}

function asObject(value: Value | undefined): object {
  if (typeof value === 'object' && value !== null) return value;
  throw new Error(`No object: ${value}`);
}

type Statement = ReturnType<typeof statements>[number]['statement'];

function servicesOf({ Principal }: Statement): readonly string[] {
  return Principal === '*' || Principal.Service === undefined ? [] : [Principal.Service].flat().map(String);
}

/** Returns operators and keys, sorted. A condition with `*` does not count. */
function conditionsOf({ Condition }: Statement): string {
  return Object.entries(Condition)
    .flatMap(([operator, keys]) =>
      Object.entries(keys)
        .filter(([, value]) => value !== '*')
        .map(([key]) => `${operator} ${key.toLowerCase()}`),
    )
    .sort()
    .join();
}

const isConditional = (statement: Record<string, Value>) => statement.Condition !== undefined;

function isForFew({ type }: DeployedResource, { Principal, Action }: Statement): boolean {
  if (Principal === '*' || JSON.stringify(Principal).includes('"*"')) return false;
  if (Principal.AWS === undefined) return true;
  // The account's own administration of its key, without which nobody could change it.
  if (type === 'AWS::KMS::Key')
    return /^\{"Fn::Join":.*\{"Ref":"AWS::AccountId"\},":root"\]\]\}$/.test(JSON.stringify(Principal.AWS));
  return type === 'AWS::SQS::QueuePolicy' && Action.join() === 'sqs:SendMessage';
}

/** Returns deployments with one changed statement for a service each. */
function without(
  deployed: Deployment,
  change: (statement: Record<string, Value>) => object,
  which: (statement: Record<string, Value>) => boolean = () => true,
): readonly Deployment[] {
  return Object.entries(documents).flatMap(([type, path]) =>
    resourcesOfType(deployed, type).flatMap((resource) => {
      const all = documentOf(resource, path);
      return all.flatMap((one, i) => {
        const { Effect, Principal } = parsedStatement(asObject(one));
        if (Effect !== 'Allow' || Principal === '*' || Principal.Service === undefined) return [];
        if (!which(one as Record<string, Value>)) return [];
        // A statement is an object of a template, as its schema has just found.
        const Statement = all.with(i, change(one as Record<string, Value>) as Value);
        const properties = { ...resource.properties, [path]: { Statement } };
        return [
          {
            ...deployed,
            resources: deployed.resources.map((it) => (it === resource ? { ...it, properties } : it)),
          },
        ];
      });
    }),
  );
}
