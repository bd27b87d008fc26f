import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { monthlyCosts, STANDING } from '../../infra/build/costs.ts';
import { stageSettings } from '../../infra/settings/stage-settings.ts';
import { alarms } from './invariants/alarm-shapes.ts';
import { fullSettings, fullStage, resourcesOfType } from './stages.ts';

const deployed = await fullStage();

describe('the costs in docs/deploy.md', () => {
  it('count the resources of the template', () => {
    const count = (type: string) => resourcesOfType(deployed, type).length;
    expect(alarms(deployed).flatMap(({ metrics }) => metrics)).toHaveLength(STANDING.alarms);
    expect(count('AWS::CloudWatch::Dashboard')).toBe(STANDING.dashboards);
    expect(count('AWS::SecretsManager::Secret')).toBe(STANDING.secrets);
    expect(count('AWS::KMS::Key')).toBe(STANDING.keys);
    expect(count('AWS::Lambda::EventSourceMapping') + count('AWS::Pipes::Pipe')).toBe(STANDING.polledQueues);
  });

  it('grow with the events, and are fixed where events do not matter', () => {
    const bill = (events: number) => monthlyCosts({ events, batch: 1, cold: 0 }, STANDING);
    const dollars = (events: number, what: RegExp) =>
      bill(events).find((line) => what.test(line.what))?.dollars ?? Number.NaN;
    // 3 mails for 5 events, at 0.10 a thousand.
    expect(dollars(1_000_000, /mail/)).toBeCloseTo(60);
    expect(dollars(0, /mail/)).toBe(0);
    expect(dollars(0, /alarms/)).toBe(dollars(1_000_000, /alarms/));
  });
});

describe('docs/deploy.md', () => {
  it('describes every setting', () => {
    const text = readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
    const names = Object.keys(stageSettings(fullSettings)).filter((name) => name !== 'stage');
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
