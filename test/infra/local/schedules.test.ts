import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clockSteps } from '../../../infra/local/clock.ts';
import { FunctionLogs } from '../../../infra/local/function-logs.ts';
import { Schedules } from '../../../infra/local/lambda/schedules.ts';

const hour = 3_600_000;
const minute = 60_000;
const now = () => new Date('2026-03-01T12:00:00.500Z');
const plan = { ruleArn: 'arn:rule', functionName: 'sweep', everyMilliseconds: 5 * minute };

describe('schedules in real time', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('start their function at their rate, with EventBridge’s event, and rest while paused', async () => {
    const invoke = vi.fn(async (_event: unknown) => null);
    const schedules = new Schedules([{ ...plan, invoke }], { clock: { now }, logs: new FunctionLogs() });
    await vi.advanceTimersByTimeAsync(hour);
    expect(invoke).not.toHaveBeenCalled();
    schedules.resume();
    schedules.resume();
    await vi.advanceTimersByTimeAsync(5 * minute - 1);
    expect(invoke).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(5 * minute + 1);
    expect(invoke.mock.calls).toHaveLength(2);
    expect(invoke.mock.calls[0]?.[0]).toMatchObject({
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      time: '2026-03-01T12:00:00Z',
      resources: ['arn:rule'],
      detail: {},
    });
    await schedules.pause();
    await vi.advanceTimersByTimeAsync(hour);
    expect(invoke.mock.calls).toHaveLength(2);
  });

  it('wait for a rate that is longer than a timer can be', async () => {
    const invoke = vi.fn(async () => null);
    const rare = { ...plan, everyMilliseconds: 90 * 24 * hour, invoke };
    const schedules = new Schedules([rare], { clock: { now }, logs: new FunctionLogs() });
    schedules.resume();
    await vi.advanceTimersByTimeAsync(hour);
    expect(invoke).not.toHaveBeenCalled();
    await schedules.pause();
  });

  it('go on after a run that failed, and say so', async () => {
    const logs = new FunctionLogs();
    const invoke = () => Promise.reject(new Error('throttled'));
    const schedules = new Schedules([{ ...plan, invoke }], { clock: { now }, logs });
    await schedules.runOnce();
    await schedules.runOnce();
    const line = 'scheduled run: Error: throttled';
    expect(logs.tail()).toMatchObject([
      { function: 'sweep', stream: 'stack', line },
      { function: 'sweep', stream: 'stack', line },
    ]);
  });

  it('are paused when what they started is done', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const schedules = new Schedules([{ ...plan, invoke: () => promise }], {
      clock: { now },
      logs: new FunctionLogs(),
    });
    const order: string[] = [];
    const run = schedules.runOnce();
    const paused = schedules.pause().then(() => order.push('paused'));
    await vi.advanceTimersByTimeAsync(minute);
    order.push('done');
    resolve();
    await Promise.all([run, paused]);
    expect(order).toEqual(['done', 'paused']);
  });
});

describe('time that passes', () => {
  it.each([
    [0, [0]],
    [1, [1]],
    [12 * hour, [12 * hour]],
    [12 * hour + 1, [12 * hour, 1]],
    [30 * hour, [12 * hour, 12 * hour, 6 * hour]],
  ])('of %i ms goes in steps of at most 12 hours', (milliseconds, steps) => {
    expect(clockSteps(milliseconds)).toEqual(steps);
  });
});
