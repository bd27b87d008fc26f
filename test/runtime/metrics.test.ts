import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createMeter, flushMetrics, type InvocationMeter } from '../../shared/runtime/metrics.ts';

/** A line of CloudWatch's embedded metric format. */
interface Line {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
  readonly [member: string]: unknown;
}

let lines: Line[];
let meter: InvocationMeter;
beforeEach(() => {
  lines = [];
  vi.stubEnv('STAGE', 'dev');
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'some-function');
  // The one place where Powertools writes metrics.
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(JSON.parse(String(text)));
    return true;
  });
  meter = createMeter();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const directive = (line: Line | undefined) => line?._aws.CloudWatchMetrics[0];

describe('a meter', () => {
  test('writes each count once per invocation, by its dimension and as a total', () => {
    meter.add({ name: 'RuleHit', of: 'licence-locked' }, { name: 'RuleHit', of: 'licence-locked' });
    meter.add({ name: 'RuleHit', of: 'licence-locked', value: 3 });
    expect(lines).toEqual([]);
    meter.flush();
    expect(lines).toHaveLength(1);
    expect(directive(lines[0])).toEqual({
      Namespace: 'MultichannelSupport',
      Dimensions: [['stage', 'rule'], ['stage']],
      Metrics: [{ Name: 'RuleHit', Unit: 'Count' }],
    });
    const { _aws, ...members } = lines[0] ?? { _aws: null };
    expect(members).toEqual({ stage: 'dev', rule: 'licence-locked', RuleHit: 5 });
  });

  test('writes one line per rule, and every single value of a measurement', () => {
    meter.add({ name: 'RuleHit', of: 'a' }, { name: 'EventToOutcomeDelay', value: 20 });
    meter.add({ name: 'RuleHit', of: 'b' }, { name: 'EventToOutcomeDelay', value: 0 });
    meter.flush();
    expect(
      lines.map(({ rule, RuleHit, EventToOutcomeDelay }) => [rule, RuleHit ?? EventToOutcomeDelay]),
    ).toEqual([
      ['a', 1],
      [undefined, [20, 0]],
      ['b', 1],
    ]);
    expect(directive(lines[1])).toMatchObject({
      Dimensions: [['stage']],
      Metrics: [{ Name: 'EventToOutcomeDelay', Unit: 'Milliseconds' }],
    });
  });

  test('loses no value if there are more than a line can hold', () => {
    for (let value = 0; value < 250; value++) meter.add({ name: 'EventToOutcomeDelay', value });
    meter.flush();
    const values = lines.flatMap(({ EventToOutcomeDelay }) => EventToOutcomeDelay);
    expect(values).toEqual(Array.from({ length: 250 }, (_, value) => value));
    expect(lines.every((line) => JSON.stringify(directive(line)?.Dimensions) === '[["stage"]]')).toBe(true);
  });

  test('writes nothing if nothing was measured, and nothing twice', () => {
    meter.flush();
    meter.add({ name: 'CaseFull' });
    meter.flush();
    meter.flush();
    expect(lines.map(({ CaseFull }) => CaseFull)).toEqual([1]);
  });

  test('leaves out what is not a number, and never fails an invocation for it', () => {
    meter.add({ name: 'RuleHit', of: 'a', value: Number.NaN }, { name: 'DueBehind', value: 7 });
    meter.flush();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ DueBehind: 7 });
    expect(directive(lines[0])?.Dimensions).toEqual([['stage']]);
  });

  test('does not start without its stage', () => {
    vi.stubEnv('STAGE', undefined);
    expect(createMeter).toThrow('STAGE');
  });
});

describe('a metered function', () => {
  const run = (work: () => unknown) =>
    middy()
      .use(flushMetrics(meter))
      .use({ after: () => meter.add({ name: 'CaseFull' }), onError: () => meter.add({ name: 'CaseFull' }) })
      .handler(async () => work())({}, {} as Context);

  test('writes at the end of an invocation, with everything that was added', async () => {
    await run(() => 'done');
    expect(lines.map(({ CaseFull }) => CaseFull)).toEqual([1]);
  });

  test('writes if its handler fails, and starts the next invocation empty', async () => {
    const failing = run(() => {
      meter.add({ name: 'MailSent', of: 'invitation' });
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    await run(() => 'done');
    expect(lines.map(({ kind, MailSent, CaseFull }) => [kind, MailSent ?? CaseFull])).toEqual([
      ['invitation', 1],
      [undefined, 1],
      [undefined, 1],
    ]);
  });
});
