import { expect, test } from 'vitest';
import { traceIds } from '../../shared/intake/process-events.ts';

test('ids of a flow may be logged, and nothing that is no id', () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  expect(traceIds({ correlationid: 'run:1.2_3', traceparent, other: 'x' })).toEqual({
    correlationid: 'run:1.2_3',
    traceparent,
  });
  expect(traceIds({ correlationid: 7 })).toEqual({ correlationid: '7' });
  for (const correlationid of [
    'kim@contoso.example',
    'Robin Fisher',
    'a'.repeat(129),
    'kim%40contoso.example',
  ])
    expect(traceIds({ correlationid })).toEqual({});
  expect(traceIds({})).toEqual({});
});
