import { describe, expect, it } from 'vitest';
import { AlarmBoard } from '../../../../infra/local/cloudwatch-alarms/alarm-board.ts';
import { readEmf } from '../../../../infra/local/cloudwatch-alarms/metric-store.ts';
import { plan } from './alarm-template.ts';

const minute = 60_000;

/** A board on a clock that the test moves, and on queues that it fills. */
function boardOf(properties: Record<string, unknown> = {}, queues: Record<string, number[]> = {}) {
  let now = Date.parse('2026-03-01T12:00:30Z');
  const sqs = {
    names: () => Object.keys(queues),
    depth: (name: string) => ({ visible: queues[name]?.length ?? 0, inFlight: 0, delayed: 0 }),
    // Only the time of a message is looked at.
    peek: (name: string) => (queues[name] ?? []).map((sentTimestamp) => ({ sentTimestamp }) as never),
  };
  const board = new AlarmBoard(plan(properties), {
    clock: { now: () => new Date(now) },
    sqs,
    consumed: new Set(['work']),
  });
  return {
    board,
    pass: (minutes: number) => {
      now += minutes * minute;
    },
    now: () => now,
    state: () => board.states()[0]?.state,
    reason: () => board.states()[0]?.reason,
  };
}
const failed = (board: AlarmBoard, count = 1) =>
  board.count('AWS/Lambda', 'Errors', { FunctionName: 'work' }, count);

describe('an alarm on this machine', () => {
  it('is in alarm while its metric reaches the threshold, and describes why', () => {
    const { board, pass, state } = boardOf();
    failed(board, 0);
    expect(board.states()).toEqual([
      {
        name: 'work-errors',
        state: 'OK',
        reason: 'Errors of work: 0 in 5 minutes (in alarm at 1)',
        runbook: 'docs/runbooks/function-errors.md',
        meaning: 'Work is late.',
      },
    ]);
    failed(board);
    expect(state()).toBe('ALARM');
    pass(4);
    expect(state()).toBe('ALARM');
    pass(1);
    expect(state()).toBe('OK');
  });

  it('does not mix up functions', () => {
    const { board, state } = boardOf();
    board.count('AWS/Lambda', 'Errors', { FunctionName: 'other' });
    expect(state()).toBe('OK');
  });

  it('that wants several periods needs as many', () => {
    const { board, pass, state } = boardOf({ EvaluationPeriods: 3, DatapointsToAlarm: 2 });
    failed(board);
    expect(state()).toBe('OK');
    pass(10);
    failed(board);
    expect(state()).toBe('ALARM');
    pass(5);
    expect(state()).toBe('OK');
  });

  it('with missing data as breaching is in alarm without data, but not for the time before it existed', () => {
    const silence = {
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      EvaluationPeriods: 3,
    };
    const { board, pass, state, reason } = boardOf(silence);
    pass(14);
    expect(state()).toBe('OK');
    pass(1);
    expect(state()).toBe('ALARM');
    expect(reason()).toBe('Invocations of work: no data in 5 minutes (in alarm below 1, 3 of 3 times)');
    board.count('AWS/Lambda', 'Invocations', { FunctionName: 'work' });
    expect(state()).toBe('OK');
  });

  it.each([
    ['Sum', 12, 'ALARM'],
    ['Maximum', 8, 'ALARM'],
    ['Maximum', 9, 'OK'],
    ['Minimum', 5, 'OK'],
    ['Average', 6, 'ALARM'],
    ['SampleCount', 2, 'ALARM'],
    ['SampleCount', 3, 'OK'],
  ])('compares the %s of two values, 4 and 8, with %i: %s', (Statistic, Threshold, expected) => {
    const { board, state } = boardOf({ Statistic, Threshold });
    failed(board, 4);
    failed(board, 8);
    expect(state()).toBe(expected);
  });

  it('looks at queues as they are now: how many messages, and the age of the oldest', () => {
    const of = (MetricName: string, queue: string, Threshold: number) => ({
      Namespace: 'AWS/SQS',
      MetricName,
      Dimensions: [{ Name: 'QueueName', Value: queue }],
      Statistic: 'Maximum',
      Threshold,
    });
    const queues: Record<string, number[]> = { work: [], 'work-dlq': [] };
    const depth = boardOf(of('ApproximateNumberOfMessagesVisible', 'work-dlq', 1), queues);
    const age = boardOf(of('ApproximateAgeOfOldestMessage', 'work', 900), queues);
    expect([depth.state(), age.state()]).toEqual(['OK', 'OK']);
    queues.work = [Date.now() - 20 * minute, Date.now()];
    queues['work-dlq'] = [Date.now()];
    expect([depth.state(), age.state()]).toEqual(['ALARM', 'ALARM']);
    queues.work = [Date.now()];
    expect([depth.state(), age.state()]).toEqual(['ALARM', 'OK']);
    expect(boardOf(of('ApproximateAgeOfOldestMessage', 'work-dlq', 900), queues).reason()).toBe(
      'nothing here takes from work-dlq',
    );
  });

  it.each([
    [
      'a queue of nobody',
      { Namespace: 'AWS/SQS', MetricName: 'ApproximateNumberOfMessagesVisible' },
      /no queue/,
    ],
    ['throttles', { MetricName: 'Throttles' }, /never throttled/],
    ['rates of SES', { Namespace: 'AWS/SES', MetricName: 'Reputation.BounceRate' }, /stand-in/],
    ['a percentile', { Statistic: 'p99' }, /p99 is not kept/],
    ['what nobody measures', { Namespace: 'AWS/SNS', MetricName: 'Published' }, /nobody measures AWS\/SNS/],
  ])('on %s is not run, for a reason', (_, properties, reason) => {
    const { board } = boardOf(properties);
    expect(board.states()).toMatchObject([{ state: 'NOT_RUN', reason: expect.stringMatching(reason) }]);
  });
});

describe('metrics in a function’s output', () => {
  const line = (at: number) =>
    JSON.stringify({
      _aws: {
        Timestamp: at,
        CloudWatchMetrics: [
          {
            Namespace: 'Own',
            Dimensions: [['stage', 'rule'], ['stage']],
            Metrics: [{ Name: 'RuleHit', Unit: 'Count' }],
          },
        ],
      },
      stage: 'local',
      rule: 'a',
      RuleHit: [1, 2],
    });
  const own = { Namespace: 'Own', MetricName: 'RuleHit', Threshold: 3 };

  it('are read, each under all its sets of dimensions', () => {
    const total = boardOf({ ...own, Dimensions: [{ Name: 'stage', Value: 'local' }] });
    const apart = boardOf({
      ...own,
      Dimensions: [
        { Name: 'rule', Value: 'a' },
        { Name: 'stage', Value: 'local' },
      ],
    });
    const other = boardOf({
      ...own,
      Dimensions: [
        { Name: 'rule', Value: 'b' },
        { Name: 'stage', Value: 'local' },
      ],
    });
    for (const one of [total, apart, other]) expect(one.board.recordMetrics(line(one.now()))).toBe(true);
    expect([total, apart, other].map(({ state }) => state())).toEqual(['ALARM', 'ALARM', 'OK']);
  });

  it.each(['{"level":"INFO","message":"_aws"}', '{"_aws":', '{"_aws":{}}', 'plain'])(
    '%s is a log line',
    (text) => {
      expect(readEmf(text)).toBeNull();
      expect(boardOf().board.recordMetrics(text)).toBe(false);
    },
  );
});
