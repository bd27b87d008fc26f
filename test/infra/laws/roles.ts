import * as z from 'zod';
import { type DeployedResource, type Deployment, ofType, target, type Value } from '../deployment.ts';
import { each, type Law } from '../law.ts';
import { parser } from '../parsed.ts';

export const roleType = 'AWS::IAM::Role';

/** IAM leaves out the list round a single value. */
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

const parsedRole = parser(roleSchema);

/** One statement of a role. */
export type Statement = z.output<typeof statementSchema>;

/** What a role may do. */
export function statementsOf(role: DeployedResource): readonly Statement[] {
  return parsedRole(role.properties).Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

/** What a function may do, by the function's name. */
export function statementsOfFunction(deployed: Deployment, functionName: string): readonly Statement[] {
  const found = ofType(deployed, 'AWS::Lambda::Function').find(
    ({ properties }) => properties.FunctionName === functionName,
  );
  return statementsOf(target(deployed, found?.properties.Role));
}

/** X-Ray's actions know no resources (service authorization reference): all that may be on everything. */
export const traces = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

const wildStatement: Value = [
  { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }] } },
];
const lambdas = ({ properties }: DeployedResource) => !isOfPipe(properties.AssumeRolePolicyDocument);

/** What code may do. */
export const roleLaws: readonly Law[] = [
  {
    name: 'no role may do everything, or anything on everything but traces, or has a policy of AWS',
    faults: (deployed) =>
      ofType(deployed, roleType)
        .filter(
          (role) =>
            statementsOf(role).some((statement) => isWild(statement) && !isTracing(statement)) ||
            parsedRole(role.properties).ManagedPolicyArns.length > 0,
        )
        .map(({ id }) => id),
    broken: {
      'on everything': each(roleType, 'Policies', wildStatement),
      'everything of a service': each(roleType, 'Policies', allowing('sqs:*', 'arn:aws:sqs:::one')),
      'a third action of X-Ray': each(roleType, 'Policies', allowing('xray:GetTraceSummaries', '*')),
      'on a part of everything': each(roleType, 'Policies', allowing('sqs:SendMessage', 'arn:aws:sqs:*')),
      'a policy of AWS': each(roleType, 'ManagedPolicyArns', [
        'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
      ]),
    },
  },
  {
    name: 'permissions are given in roles only, where these laws see them',
    faults: (deployed) =>
      deployed.resources
        .filter(({ type }) => /^AWS::IAM::(Managed)?Policy$|^AWS::IAM::RolePolicy$/.test(type))
        .map(({ id }) => id),
    broken: {
      'a policy beside': (deployed) =>
        deployed.resources.slice(0, 1).map((resource) => ({
          ...deployed,
          resources: [...deployed.resources, { ...resource, type: 'AWS::IAM::Policy' }],
        })),
    },
  },
  {
    name: 'a role is taken on by Lambda, or by one pipe of this account',
    faults: (deployed) =>
      ofType(deployed, roleType)
        .filter(({ properties }) => !isOfLambda(properties.AssumeRolePolicyDocument))
        .filter(({ properties }) => !isOfPipe(properties.AssumeRolePolicyDocument))
        .map(({ id }) => id),
    broken: {
      anybody: each(roleType, 'AssumeRolePolicyDocument.Statement', [
        { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { AWS: '*' } },
      ]),
      'by any pipe': each(
        roleType,
        'AssumeRolePolicyDocument.Statement',
        [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'pipes.amazonaws.com' } }],
        (role) => !lambdas(role),
      ),
    },
  },
  {
    name: 'mail leaves by the identity, the configuration set and from the address of the stage only',
    faults: (deployed) =>
      ofType(deployed, roleType)
        .filter((role) => statementsOf(role).some((one) => isMailing(one) && !isBound(deployed, one)))
        .map(({ id }) => id),
    broken: {
      'from any address': mailing(({ Condition: _, ...statement }) => statement),
      'by any identity': mailing((statement) => ({ ...statement, Resource: '*' })),
      'without a configuration set': mailing((statement) => ({
        ...statement,
        Resource: statement.Resource.slice(0, 1),
      })),
    },
  },
];

function isWild({ Action, Resource }: Statement): boolean {
  return Action.some((action) => action.includes('*')) || JSON.stringify(Resource).includes('*');
}

function isTracing({ Action, Resource }: Statement): boolean {
  return Action.every((action) => traces.includes(action)) && JSON.stringify(Resource) === '["*"]';
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

/** `SendEmail`, on an identity and a configuration set of this deployment, from one address of that identity. */
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

/** Whether the address is the identity's: itself, or of the domain or of one below it. */
function isOf(address: string, identity: string): boolean {
  return address === identity || address.endsWith(`@${identity}`) || address.endsWith(`.${identity}`);
}

function allowing(Action: string, Resource: string): Value {
  return [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } }];
}

function mailing(change: (statement: Statement) => object) {
  return (deployed: Deployment) =>
    ofType(deployed, roleType)
      .filter((role) => statementsOf(role).some(isMailing))
      .flatMap((role) => {
        const Statement = statementsOf(role).map((one) => (isMailing(one) ? change(one) : one));
        // Statements are plain data of the template, which their schema has only sorted.
        const policies = [{ PolicyDocument: { Statement } }] as unknown as Value;
        return each(roleType, 'Policies', policies, ({ id }) => id === role.id)(deployed);
      });
}
