import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, test } from 'vitest';
import { findMonitoredResources } from '../../infra/constructs/monitoring/monitored-resources.ts';
import { alarms, alarmType, runbookOf } from './invariants/alarm-shapes.ts';
import { monitoringInvariants } from './invariants/alarms.ts';
import { testInvariants } from './invariants/invariant.ts';
import { type Deployment, localStage, resourcesOfType, synthesizeStage } from './stages.ts';

const root = join(import.meta.dirname, '../..');
const files = readdirSync(join(root, 'docs/runbooks')).sort();
const runbooks = files.filter((file) => file !== 'README.md').map((file) => `docs/runbooks/${file}`);

const dev = await synthesizeStage({
  stage: 'dev',
  senderAddress: 'support@example.org',
  alarmAddress: 'on-call@example.org',
  validate: false,
});
const local = await localStage();

testInvariants(monitoringInvariants(runbooks), dev);

describe('alarms', () => {
  test('an invariant detects the removal of any single alarm', () => {
    const invariants = monitoringInvariants(runbooks);
    for (const gone of resourcesOfType(dev, alarmType)) {
      const without = { ...dev, resources: dev.resources.filter((one) => one !== gone) };
      expect([
        gone.properties.AlarmName,
        invariants.some(({ violations }) => violations(without).length > 0),
      ]).toEqual([gone.properties.AlarmName, true]);
    }
  });

  test('an invariant detects the removal of any single runbook', () => {
    for (const gone of runbooks) {
      const invariants = monitoringInvariants(runbooks.filter((one) => one !== gone));
      expect([gone, invariants.some(({ violations }) => violations(dev).length > 0)]).toEqual([gone, true]);
    }
  });

  test('are mailed to the alarm address of the stage', () => {
    const mailed = (deployed: Deployment) =>
      resourcesOfType(deployed, 'AWS::SNS::Subscription').filter(
        ({ properties }) => properties.Protocol === 'email',
      );
    expect(mailed(dev).map(({ properties }) => properties.Endpoint)).toEqual(['on-call@example.org']);
    expect(mailed(local)).toEqual([]);
  });

  test('have unique names, without a stage on the local stack', () => {
    const names = (deployed: Deployment) => alarms(deployed).map(({ AlarmName }) => AlarmName);
    expect(new Set(names(dev)).size).toBe(names(dev).length);
    expect(names(local).map((name) => `dev-${name}`)).toEqual(names(dev));
  });

  test('a new queue gets alarms without further code', () => {
    const stack = new Stack(new App(), 'new');
    const deadLetterQueue = {
      queue: new Queue(stack, 'Parked', { queueName: 'parked' }),
      maxReceiveCount: 5,
    };
    new Queue(stack, 'Work', { queueName: 'work', deadLetterQueue });
    new Queue(stack, 'Unnamed');
    const { sources, deadLetters } = findMonitoredResources([stack]);
    expect(deadLetters).toEqual(['parked']);
    expect(sources).toEqual(['work', expect.stringContaining('TOKEN')]);
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::SQS::Queue'))).toHaveLength(3);
  });
});

describe('runbooks', () => {
  const text = (file: string) => readFileSync(join(root, 'docs/runbooks', file), 'utf8');
  const parts = [
    'What it means for customers',
    'How to investigate',
    'Common causes',
    'How to fix it',
    'How to confirm the fix',
  ];

  test('are all in the index, with the conditions of their alarms', () => {
    const rows = [...text('README.md').matchAll(/^\| \[[^\]]+\]\(([^)]+)\) \| (.+) \| .+ \|$/gm)];
    const indexed = new Map(
      rows.map(([, file = '', conditions = '']) => [`docs/runbooks/${file}`, conditions]),
    );
    expect([...indexed.keys()].sort()).toEqual(runbooks);
    for (const alarm of alarms(local)) {
      const condition = conditionOf(alarm.AlarmName);
      expect([alarm.AlarmName, indexed.get(runbookOf(alarm) ?? '')]).toEqual([
        alarm.AlarmName,
        expect.stringContaining(`\`${condition}\``),
      ]);
    }
  });

  test.each(runbooks)('%s has every section and a command', (path) => {
    const page = text(path.replace('docs/runbooks/', ''));
    expect([...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual(parts);
    // That each line can be run as it stands is tested for all documents (test/ops/documents.test.ts).
    expect(page).toMatch(/^npm run ops -- /m);
  });
});

/** Returns the condition: the end of an alarm's name. */
function conditionOf(name: string): string {
  return /-(not-empty|system-errors|[a-z0-9]+)$/.exec(name)?.[1] ?? name;
}
