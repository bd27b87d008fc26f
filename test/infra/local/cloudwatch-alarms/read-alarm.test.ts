import { describe, expect, it } from 'vitest';
import { plan } from './alarm-template.ts';

/** An alarm by metric math over errors and invocations. */
const math = (Expression: string, Period = 300) => ({
  Namespace: undefined,
  MetricName: undefined,
  Dimensions: undefined,
  Statistic: undefined,
  Period: undefined,
  Metrics: [
    { Id: 'sum', Expression, Label: 'failures' },
    ...['Errors', 'Invocations'].map((MetricName, index) => ({
      Id: MetricName.toLowerCase(),
      ReturnData: false,
      MetricStat: {
        Metric: {
          Namespace: 'AWS/Lambda',
          MetricName,
          Dimensions: [{ Name: 'FunctionName', Value: 'work' }],
        },
        Period: index === 0 ? 300 : Period,
        Stat: 'Sum',
      },
    })),
  ],
});

describe('a template’s alarm', () => {
  it('by metric math is read with its metrics, and refused with its place where that is not run here', () => {
    expect(plan(math('errors / invocations'))).toMatchObject([
      {
        expression: { text: 'errors / invocations', label: 'failures' },
        metrics: [{ id: 'errors' }, { id: 'invocations' }],
        periods: { seconds: 300 },
      },
    ]);
    expect(() => plan(math('RATE(errors)'))).toThrow(
      'fixture/Alarm (AWS::CloudWatch::Alarm): metric math RATE(errors) is not run here',
    );
    expect(() => plan(math('errors', 600))).toThrow('over metrics of one period');
  });

  it.each([
    ['a comparison', { ComparisonOperator: 'GreaterThanThreshold' }, 'ComparisonOperator must be'],
    ['a band', { ThresholdMetricId: 'band' }, 'neither runs nor skips ThresholdMetricId'],
    ['missing data that it cannot weigh', { TreatMissingData: 'missing' }, 'TreatMissingData must be'],
  ])('is refused for %s that is not run here', (_, properties, message) => {
    expect(() => plan(properties)).toThrow(message);
  });
});
