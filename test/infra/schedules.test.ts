import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { type Invariant, testInvariants, withoutResource, withProperty } from './invariants/invariant.ts';
import {
  type DeployedResource,
  type Deployment,
  resourcesOfType,
  synthesisTimeout,
  synthesizeStage,
  target,
} from './stages.ts';

const ruleType = 'AWS::Events::Rule';
const permissionType = 'AWS::Lambda::Permission';
const invokeType = 'AWS::Lambda::EventInvokeConfig';

const retrySchema = z.object({ MaximumRetryAttempts: z.number(), MaximumEventAgeInSeconds: z.number() });
const ruleSchema = z.object({
  ScheduleExpression: z.string(),
  State: z.literal('ENABLED'),
  Targets: z.array(z.object({ Arn: z.json(), RetryPolicy: retrySchema.optional() })).min(1),
});
const invokeSchema = retrySchema.extend({ FunctionName: z.json(), Qualifier: z.literal('$LATEST') });

const isOfEvents = ({ properties }: DeployedResource) => properties.Principal === 'events.amazonaws.com';

const laws: readonly Invariant[] = [
  {
    name: 'a schedule may start its functions',
    violations: (deployed) => started(deployed).flatMap(({ id, isPermitted }) => (isPermitted ? [] : [id])),
    breakingChanges: {
      'no permission': (deployed) =>
        withoutResource(permissionType)(deployed).filter((one) => !one.resources.some(isOfEvents)),
      'of any rule': withProperty(permissionType, 'SourceArn', undefined, isOfEvents),
      'of another function': withProperty(permissionType, 'FunctionName', 'other', isOfEvents),
    },
  },
  {
    name: 'what a schedule starts is not tried again: the next run comes before long and finds the same',
    violations: (deployed) =>
      started(deployed).flatMap(({ id, rule, lambda }) =>
        rule?.MaximumRetryAttempts === 0 && lambda?.MaximumRetryAttempts === 0 ? [] : [id],
      ),
    breakingChanges: {
      'by EventBridge': (deployed) =>
        resourcesOfType(deployed, ruleType).map((rule) => ({
          ...deployed,
          resources: deployed.resources.map((one) => (one === rule ? withoutRetryPolicy(one) : one)),
        })),
      'by Lambda': withProperty(invokeType, 'MaximumRetryAttempts', 2),
      'by Lambda, as it does of itself': withoutResource(invokeType),
    },
  },
];

let local: Deployment;
beforeAll(async () => {
  local = await synthesizeStage({ stage: 'local', validate: false });
}, synthesisTimeout);

testInvariants(laws, () => local);

test.each([
  [undefined, 'rate(5 minutes)', 300],
  [1, 'rate(1 minute)', 60],
  [60, 'rate(1 hour)', 3600],
])('due-work runs every sweepMinutes (%s), and not later than its next run', async (...row) => {
  const [sweepMinutes, expression, seconds] = row;
  const found = started(await synthesizeStage({ stage: 'local', validate: false, sweepMinutes }));
  const late = { MaximumEventAgeInSeconds: seconds };
  expect(found).toMatchObject([{ expression, functionName: 'due-work', rule: late, lambda: late }]);
});

/** What schedules start: the function, and how often each side tries. */
function started(deployed: Deployment) {
  return resourcesOfType(deployed, ruleType).flatMap((resource) => {
    const { ScheduleExpression: expression, Targets } = ruleSchema.parse(resource.properties);
    return Targets.map(({ Arn, RetryPolicy: rule }) => {
      const started = target(deployed, Arn);
      const lambda = invokeConfigs(deployed).find((one) => target(deployed, one.FunctionName) === started);
      const isPermitted = deployed.resources.some(
        (one) =>
          one.type === permissionType &&
          isOfEvents(one) &&
          JSON.stringify(one.properties.FunctionName) === JSON.stringify(Arn) &&
          JSON.stringify(one.properties.SourceArn) === JSON.stringify({ 'Fn::GetAtt': [resource.id, 'Arn'] }),
      );
      const functionName = started.properties.FunctionName;
      return { id: resource.id, expression, functionName, rule, lambda, isPermitted };
    });
  });
}

function invokeConfigs({ resources }: Deployment) {
  return resources
    .filter(({ type }) => type === invokeType)
    .map(({ properties }) => invokeSchema.parse(properties));
}

function withoutRetryPolicy(rule: DeployedResource): DeployedResource {
  const Targets = ruleSchema.parse(rule.properties).Targets.map(({ Arn }) => ({ Arn }));
  return { ...rule, properties: { ...rule.properties, Targets } };
}
