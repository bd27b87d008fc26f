import { localArn, resourceName } from '../../identity.ts';
import { TemplateError } from '../assembly.ts';
import type { Resource, ResourceType } from '../resource.ts';

const ruleName = (resource: Resource) => resource.textOf('Name') ?? resource.generatedName;
const ruleArn = (resource: Resource) => localArn('events', `rule/${ruleName(resource)}`);

const minute = 60_000;
const units: Readonly<Record<string, number>> = { minute, hour: 60 * minute, day: 24 * 60 * minute };

/** A rule of EventBridge that starts functions at a rate; one that waits for events is refused by its pattern. */
export const rule: ResourceType = {
  ref: ruleName,
  attributes: { Arn: ruleArn },
  run(properties, plan, resource) {
    properties.skip({ Name: 'read as the resource’s name', Description: 'for people', Tags: 'for the bill' });
    const everyMilliseconds = rateOf(properties.text('ScheduleExpression'), properties.where);
    properties.only('State', 'ENABLED', 'DISABLED', undefined);
    const enabled = resource.textOf('State') !== 'DISABLED';
    for (const target of properties.objects('Targets')) {
      target.skip({ Id: 'a label', RetryPolicy: 'what is started in this process is never refused' });
      const functionName = resourceName(target.text('Arn'));
      if (enabled) plan.schedules.push({ ruleArn: ruleArn(resource), functionName, everyMilliseconds });
    }
  },
};

/** How Lambda takes events that nobody waits for. Only `once` is run here: a schedule's next run is its retry. */
export const eventInvokeConfig: ResourceType = {
  ref: (resource) => resource.generatedName,
  run(properties) {
    properties.only('MaximumRetryAttempts', 0);
    properties.only('Qualifier', '$LATEST');
    properties.skip({
      FunctionName: 'true of every function here',
      MaximumEventAgeInSeconds: 'an event is not kept waiting here',
    });
  },
};

/** Milliseconds of `rate(5 minutes)`. EventBridge wants the singular for one and the plural for more. */
function rateOf(expression: string, where: string): number {
  const [, count = '', unit = '', plural] =
    /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const milliseconds = units[unit];
  if (milliseconds === undefined || (plural === '') !== (count === '1')) {
    throw new TemplateError(
      where,
      `schedule ${expression} is not run here, only rates such as rate(5 minutes)`,
    );
  }
  return Number(count) * milliseconds;
}
