import * as z from 'zod';
import { type DeployedResource, type Deployment, resourcesOfType, target, type Value } from '../stages.ts';
import { type AwsCalls, onIndex } from './aws-calls.ts';
import { functions } from './functions.ts';
import { cachedParser, type Invariant, withProperty } from './invariant.ts';
import { mappings } from './queues.ts';

export const roleType = 'AWS::IAM::Role';

/** IAM writes a list with one value as that value. */
const listed = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const resourcesSchema = z.union([z.array(z.json()), z.json().transform((one) => [one])]);
const statementSchema = z.strictObject({
  Effect: z.literal('Allow'),
  Action: listed,
  Resource: resourcesSchema,
  Condition: z.json().optional(),
});
const roleSchema = z.object({
  ManagedPolicyArns: z.array(z.json()).default([]),
  AssumeRolePolicyDocument: z.object({ Statement: z.array(z.json()) }),
  Policies: z.array(z.object({ PolicyDocument: z.object({ Statement: z.array(statementSchema) }) })),
});

const parsedRole = cachedParser(roleSchema);

/** A statement of a role's policy. */
export type Statement = z.output<typeof statementSchema>;

/** Returns the statements of a role. */
export function statementsOf(role: DeployedResource): readonly Statement[] {
  return parsedRole(role.properties).Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

/** Returns the statements of a function's role. */
export function statementsOfFunction(deployed: Deployment, functionName: string): readonly Statement[] {
  const found = resourcesOfType(deployed, 'AWS::Lambda::Function').find(
    ({ properties }) => properties.FunctionName === functionName,
  );
  return statementsOf(target(deployed, found?.properties.Role));
}

/** X-Ray's actions do not support resources (service authorization reference), so only they may have `*`. */
export const traces = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

const wildStatement: Value = [
  { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }] } },
];
const lambdas = ({ properties }: DeployedResource) => !isOfPipe(properties.AssumeRolePolicyDocument);

/** The roles of functions and pipe. */
export const roleInvariants: readonly Invariant[] = [
  {
    name: 'no role has a wildcard except for traces, and none has a managed policy',
    violations: (deployed) =>
      resourcesOfType(deployed, roleType)
        .filter(
          (role) =>
            statementsOf(role).some((one) => isWild(one) && !isTracing(one)) ||
            parsedRole(role.properties).ManagedPolicyArns.length > 0,
        )
        .map(({ id }) => id),
    breakingChanges: {
      'all resources': withProperty(roleType, 'Policies', wildStatement),
      'all actions of a service': withProperty(roleType, 'Policies', allowing('sqs:*', 'arn:aws:sqs:::one')),
      'a third action of X-Ray': withProperty(roleType, 'Policies', allowing('xray:GetTraceSummaries', '*')),
      'a wildcard inside an ARN': withProperty(
        roleType,
        'Policies',
        allowing('sqs:SendMessage', 'arn:aws:sqs:*'),
      ),
      'every partner': reading((arn) => arn.replace('/partners/contoso/', '/partners/*/')),
      'to write, too': reading((arn) => arn.replace('/GET/', '/*/')),
      'a managed policy': withProperty(roleType, 'ManagedPolicyArns', [
        'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
      ]),
    },
  },
  {
    name: 'all permissions are inline policies of roles, which these invariants read',
    violations: (deployed) =>
      deployed.resources
        .filter(({ type }) => /^AWS::IAM::(Managed)?Policy$|^AWS::IAM::RolePolicy$/.test(type))
        .map(({ id }) => id),
    breakingChanges: {
      'a separate policy': (deployed) =>
        deployed.resources.slice(0, 1).map((resource) => ({
          ...deployed,
          resources: [...deployed.resources, { ...resource, type: 'AWS::IAM::Policy' }],
        })),
    },
  },
  {
    name: 'only Lambda, one pipe of this account or the named readers may assume a role',
    violations: (deployed) =>
      resourcesOfType(deployed, roleType)
        .filter(({ properties }) => !isOfLambda(properties.AssumeRolePolicyDocument))
        .filter(({ properties }) => !isOfPipe(properties.AssumeRolePolicyDocument))
        .filter((role) => !isOfReader(role))
        .map(({ id }) => id),
    breakingChanges: {
      anybody: withProperty(roleType, 'AssumeRolePolicyDocument.Statement', [
        { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { AWS: '*' } },
      ]),
      'by any pipe': withProperty(
        roleType,
        'AssumeRolePolicyDocument.Statement',
        [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'pipes.amazonaws.com' } }],
        (role) => !lambdas(role) && !isOfReader(role),
      ),
    },
  },
  {
    name: 'a role may send mail only with the stage’s identity, configuration set and sender',
    violations: (deployed) =>
      resourcesOfType(deployed, roleType)
        .filter((role) => statementsOf(role).some((one) => isMailing(one) && !isBound(deployed, one)))
        .map(({ id }) => id),
    breakingChanges: {
      'from any address': mailing(({ Condition: _, ...statement }) => statement),
      'with any identity': mailing((statement) => ({ ...statement, Resource: '*' })),
      'without a configuration set': mailing((statement) => ({
        ...statement,
        Resource: statement.Resource.slice(0, 1),
      })),
    },
  },
  {
    name: 'a function with routes writes to the table only items of its own kind',
    violations: (deployed) =>
      rolesWithRoutes(deployed)
        .filter((role) => statementsOf(role).some((one) => isWriting(one) && !isOfOneKind(one)))
        .map(({ id }) => id),
    breakingChanges: {
      'any item': writing(({ Condition: _, ...statement }) => statement),
      'any kind': writing((statement) => ({
        ...statement,
        Condition: { ...ownKind('*'), Null: { 'dynamodb:LeadingKeys': 'false' } },
      })),
      'a request without a key': writing((statement) => ({ ...statement, Condition: ownKind('ANSWER#*') })),
      'deletes, too': writing((statement) => ({
        ...statement,
        Action: [...statement.Action, 'dynamodb:DeleteItem'],
      })),
    },
  },
];

const WRITES = /^dynamodb:(?!BatchGetItem$|GetItem$|Query$)/;

function isWriting({ Action }: Statement): boolean {
  return Action.some((action) => WRITES.test(action));
}

/** Whether a statement allows only to put items whose partition key starts with the name of their kind. */
function isOfOneKind({ Action, Condition }: Statement): boolean {
  const schema = z.strictObject({
    'ForAllValues:StringLike': z.strictObject({
      'dynamodb:LeadingKeys': z.tuple([z.string().regex(/^[A-Z]+#\*$/)]),
    }),
    Null: z.strictObject({ 'dynamodb:LeadingKeys': z.literal('false') }),
  });
  return Action.join() === 'dynamodb:PutItem' && schema.safeParse(Condition).success;
}

function ownKind(keys: string) {
  return { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [keys] } };
}

/** The roles of the functions that API Gateway may call. */
function rolesWithRoutes(deployed: Deployment): readonly DeployedResource[] {
  const called = resourcesOfType(deployed, 'AWS::Lambda::Permission')
    .filter(({ properties }) => properties.Principal === 'apigateway.amazonaws.com')
    .map(({ properties }) => target(deployed, properties.FunctionName));
  return [...new Set(called.map(({ properties }) => target(deployed, properties.Role)))];
}

function writing(change: (statement: Statement) => object) {
  return changingStatements(isWriting, change, rolesWithRoutes);
}

function isWild({ Action, Resource }: Statement): boolean {
  return Action.some((action) => action.includes('*')) || JSON.stringify(Resource).includes('*');
}

/** Whether a statement allows only to read the cases of one partner over the HTTP API. */
function isReadingOnePartner({ Action, Resource }: Statement): boolean {
  const [list, file] = Resource.map((one) => JSON.stringify(one));
  const partner = /\/\$default\/GET(\/partners\/[A-Za-z0-9-]+\/customers)"\]\]\}$/.exec(list ?? '')?.[1];
  return (
    Action.join() === 'execute-api:Invoke' &&
    Resource.length === 2 &&
    partner !== undefined &&
    file === list?.replace(partner, `${partner}/????????-????-????-????-????????????`)
  );
}

/** Whether named roles may assume a role that only reads the cases of one partner. */
function isOfReader(role: DeployedResource): boolean {
  const named = z.string().regex(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/);
  const schema = z.object({
    Statement: z.array(
      z.strictObject({
        Action: z.literal('sts:AssumeRole'),
        Effect: z.literal('Allow'),
        Principal: z.strictObject({ AWS: z.union([named, z.array(named)]) }),
      }),
    ),
  });
  return (
    schema.safeParse(role.properties.AssumeRolePolicyDocument).success &&
    statementsOf(role).length > 0 &&
    statementsOf(role).every(isReadingOnePartner)
  );
}

function isTracing({ Action, Resource }: Statement): boolean {
  return Action.every((action) => traces.includes(action)) && JSON.stringify(Resource) === '["*"]';
}

function reading(change: (resources: string) => string) {
  return changingStatements(
    isReadingOnePartner,
    (statement) => ({ ...statement, Resource: JSON.parse(change(JSON.stringify(statement.Resource))) }),
    (deployed) => resourcesOfType(deployed, roleType),
  );
}

function isOfLambda(document: Value | undefined): boolean {
  return /^\{"Statement":\[\{"Action":"sts:AssumeRole","Effect":"Allow","Principal":\{"Service":"lambda\.amazonaws\.com"\}\}\]/.test(
    JSON.stringify(document),
  );
}

function isOfPipe(document: Value | undefined): boolean {
  const schema = z.object({
    Statement: z.tuple([
      z.object({
        Principal: z.strictObject({ Service: z.literal('pipes.amazonaws.com') }),
        Condition: z.object({
          StringEquals: z.object({ 'aws:SourceAccount': z.object({ Ref: z.literal('AWS::AccountId') }) }),
          ArnEquals: z.object({ 'aws:SourceArn': z.json() }),
        }),
      }),
    ]),
  });
  return schema.safeParse(document).success;
}

function isMailing({ Action }: Statement): boolean {
  return Action.some((action) => action.startsWith('ses:'));
}

/** Whether a statement allows only `SendEmail`, with the stage's identity and configuration set, from one address of the identity. */
function isBound(deployed: Deployment, { Action, Resource, Condition }: Statement): boolean {
  const behind = Resource.map((arn) =>
    deployed.resources.find(
      ({ id, properties }) =>
        JSON.stringify(arn).includes(`"${id}"`) ||
        JSON.stringify(arn).endsWith(`:identity/${String(properties.EmailIdentity)}"]]}`),
    ),
  );
  const from = z
    .strictObject({ StringEquals: z.strictObject({ 'ses:FromAddress': z.email() }) })
    .safeParse(Condition);
  const identity = String(behind[0]?.properties.EmailIdentity);
  return (
    Action.join() === 'ses:SendEmail' &&
    behind.map((one) => one?.type).join() === 'AWS::SES::EmailIdentity,AWS::SES::ConfigurationSet' &&
    from.success &&
    isOf(from.data.StringEquals['ses:FromAddress'], identity)
  );
}

/** Whether the address is the identity, or in its domain or a subdomain. */
function isOf(address: string, identity: string): boolean {
  return address === identity || address.endsWith(`@${identity}`) || address.endsWith(`.${identity}`);
}

function allowing(Action: string, Resource: string): Value {
  return [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } }];
}

function mailing(change: (statement: Statement) => object) {
  return changingStatements(isMailing, change, (deployed) => resourcesOfType(deployed, roleType));
}

function changingStatements(
  which: (statement: Statement) => boolean,
  change: (statement: Statement) => object,
  roles: (deployed: Deployment) => readonly DeployedResource[],
) {
  return (deployed: Deployment) =>
    roles(deployed)
      .filter((role) => statementsOf(role).some(which))
      .flatMap((role) => {
        const Statement = statementsOf(role).map((one) => (which(one) ? change(one) : one));
        // Statements are plain data of the template, which their schema has only sorted.
        const policies = [{ PolicyDocument: { Statement } }] as unknown as Value;
        return withProperty(roleType, 'Policies', policies, ({ id }) => id === role.id)(deployed);
      });
}

/** What an event source mapping needs, and what the function needs to delay a message or to move it to the dead-letter queue. */
const consuming = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
  'sqs:SendMessage',
];
const logging = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** The permissions compared with the calls in the code. */
export function leastPrivilegeInvariants(calls: AwsCalls): readonly Invariant[] {
  return [
    {
      name: 'every function has exactly the permissions that its code uses',
      violations: (deployed) => {
        const fed = new Set(mappings(deployed).map(({ functionName }) => functionName));
        return functions(deployed).flatMap(({ FunctionName: name, Environment }) => {
          const made = calls[String(Environment.Variables.POWERTOOLS_SERVICE_NAME)] ?? [];
          const expected = new Set([...made, ...logging, ...traces, ...(fed.has(name) ? consuming : [])]);
          const allowed = new Set(statementsOfFunction(deployed, name).flatMap(actionsOf));
          return [
            ...[...expected.difference(allowed)].map((action) => `${name} may not ${action}`),
            ...[...allowed.difference(expected)].map((action) => `${name} may ${action} and never uses it`),
          ];
        });
      },
      breakingChanges: {
        'one action fewer': (deployed) =>
          changedActions(deployed, (actions) => actions.map((_, i) => actions.toSpliced(i, 1))),
        'one action more': (deployed) =>
          changedActions(deployed, (actions) => [[...actions, 'dynamodb:DeleteItem']]),
      },
    },
    {
      name: 'every function may send exactly to the queues in its environment variables',
      violations: (deployed) =>
        functions(deployed)
          .filter(({ FunctionName, Environment: { Variables } }) => {
            const { SOURCE_QUEUE_URL: _, ...others } = Variables;
            const configured = Object.entries(others)
              .filter(([variable]) => variable.endsWith('_QUEUE_URL'))
              .map(([, url]) => target(deployed, url).id);
            const sent = statementsOfFunction(deployed, FunctionName)
              .filter(({ Action }) => Action.includes('sqs:SendMessage'))
              .flatMap(({ Resource }) => Resource.map((arn) => target(deployed, arn).id));
            return configured.sort().join() !== sent.sort().join();
          })
          .map(({ FunctionName }) => FunctionName),
      breakingChanges: {
        'to one fewer': (deployed) =>
          changedSending(deployed, ({ Resource, ...rest }) => ({ ...rest, Resource: Resource.slice(1) })),
        'to another': (deployed) => {
          const other = { 'Fn::GetAtt': ['QueuesMailFeedbackDeadLetters418EDBD3', 'Arn'] };
          return changedSending(deployed, (one) => ({ ...one, Resource: [...one.Resource, other] }));
        },
      },
    },
  ];
}

function actionsOf({ Action, Resource }: Statement): readonly string[] {
  return JSON.stringify(Resource).includes('/index/') ? Action.map(onIndex) : Action;
}

/** Returns deployments with changed actions in one statement each. */
function changedActions(
  deployed: Deployment,
  others: (actions: readonly string[]) => readonly (readonly string[])[],
): readonly Deployment[] {
  return lambdaRoles(deployed).flatMap((role) =>
    statementsOf(role).flatMap((statement, i, all) =>
      others(statement.Action)
        .filter((left) => left.length > statement.Action.length || isMissed(all, statement, left))
        .flatMap((left) => withStatement(deployed, role, i, { ...statement, Action: left })),
    ),
  );
}

function changedSending(
  deployed: Deployment,
  change: (statement: Statement) => object,
): readonly Deployment[] {
  return lambdaRoles(deployed).flatMap((role) =>
    statementsOf(role).flatMap((statement, i) =>
      statement.Action.includes('sqs:SendMessage') ? withStatement(deployed, role, i, change(statement)) : [],
    ),
  );
}

function lambdaRoles(deployed: Deployment): readonly DeployedResource[] {
  return resourcesOfType(deployed, 'AWS::Lambda::Function').map(({ properties }) =>
    target(deployed, properties.Role),
  );
}

/** Whether no other statement allows the removed actions. */
function isMissed(
  all: readonly Statement[],
  { Action, Resource }: Statement,
  left: readonly string[],
): boolean {
  const allowed = all.flatMap(actionsOf);
  const gone = Action.filter((action) => !left.includes(action));
  return gone.some(
    (action) =>
      allowed.filter((one) => actionsOf({ Action: [action], Resource, Effect: 'Allow' }).includes(one))
        .length === 1,
  );
}

function withStatement(
  deployed: Deployment,
  role: DeployedResource,
  index: number,
  statement: object,
): readonly Deployment[] {
  const Statement = z.array(z.custom<Value>()).parse(statementsOf(role).with(index, statement as Statement));
  return withProperty(
    roleType,
    'Policies',
    [{ PolicyDocument: { Statement } }],
    ({ id }) => id === role.id,
  )(deployed);
}
