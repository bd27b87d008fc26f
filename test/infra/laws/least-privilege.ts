import * as z from 'zod';
import { type DeployedResource, type Deployment, ofType, target, type Value } from '../deployment.ts';
import { each, type Law } from '../law.ts';
import { mappings } from '../queue-shapes.ts';
import { type Calls, onIndex } from './calls.ts';
import { functions } from './functions.ts';
import { roleType, type Statement, statementsOf, statementsOfFunction, traces } from './roles.ts';

/** What Lambda needs to feed a function from a queue, and what gives a message back after a delay or away for good. */
const consuming = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
  'sqs:SendMessage',
];
const logging = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** What code may do, compared with what it does. `calls` are derived from the code. */
export function leastPrivilege(calls: Calls): readonly Law[] {
  return [
    {
      name: 'every function may make the requests that its code makes, and no others',
      faults: (deployed) => {
        const fed = new Set(mappings(deployed).map(({ functionName }) => functionName));
        return functions(deployed).flatMap(({ FunctionName: name, Environment }) => {
          const made = calls[String(Environment.Variables.POWERTOOLS_SERVICE_NAME)] ?? [];
          const expected = new Set([...made, ...logging, ...traces, ...(fed.has(name) ? consuming : [])]);
          const allowed = new Set(statementsOfFunction(deployed, name).flatMap(actionsOf));
          return [
            ...[...expected.difference(allowed)].map((action) => `${name} may not ${action}`),
            ...[...allowed.difference(expected)].map((action) => `${name} may ${action} and never does`),
          ];
        });
      },
      broken: {
        'one action fewer': (deployed) =>
          changedActions(deployed, (actions) => actions.map((_, i) => actions.toSpliced(i, 1))),
        'one action more': (deployed) =>
          changedActions(deployed, (actions) => [[...actions, 'dynamodb:DeleteItem']]),
      },
    },
    {
      name: 'every function sends to the queues that it is told of, and to no others',
      faults: (deployed) =>
        functions(deployed)
          .filter(({ FunctionName, Environment: { Variables } }) => {
            const { SOURCE_QUEUE_URL: _, ...others } = Variables;
            const told = Object.entries(others)
              .filter(([variable]) => variable.endsWith('_QUEUE_URL'))
              .map(([, url]) => target(deployed, url).id);
            const sent = statementsOfFunction(deployed, FunctionName)
              .filter(({ Action }) => Action.includes('sqs:SendMessage'))
              .flatMap(({ Resource }) => Resource.map((arn) => target(deployed, arn).id));
            return told.sort().join() !== sent.sort().join();
          })
          .map(({ FunctionName }) => FunctionName),
      broken: {
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

/** Every deployment in which one statement of one function has other actions. */
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
  return ofType(deployed, 'AWS::Lambda::Function').map(({ properties }) => target(deployed, properties.Role));
}

/** Whether no other statement allows what is gone: what one more allows is not lost. */
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
  return each(
    roleType,
    'Policies',
    [{ PolicyDocument: { Statement } }],
    ({ id }) => id === role.id,
  )(deployed);
}
