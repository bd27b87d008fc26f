import { describe, expect, it } from 'vitest';
import { parseStartFlags } from '../../../infra/local/arguments.ts';
import { durationMilliseconds } from '../../../infra/local/duration.ts';

describe('flags of npm start', () => {
  it('has defaults', () => {
    expect(parseStartFlags([])).toEqual({
      port: 8080,
      samples: true,
      dataDir: undefined,
      quiet: false,
      help: false,
    });
  });

  it('takes every flag of the contract', () => {
    expect(parseStartFlags(['--port', '0', '--no-samples', '--data', 'd', '--quiet'])).toMatchObject({
      port: 0,
      samples: false,
      dataDir: 'd',
      quiet: true,
    });
  });

  it.each([
    [['--port', '70000'], '--port takes a number from 0 to 65535, not "70000"'],
    [['--port=x'], '--port takes a number'],
    [['--ports', '1'], "Unknown option '--ports'. Try --help."],
    [['--port'], "Option '--port <value>' argument missing. Try --help."],
    [['--data='], '--data takes the path of a folder'],
    [['samples'], 'samples is no flag'],
  ])('refuses %j with a reason', (args, message) => {
    expect(() => parseStartFlags(args)).toThrow(message);
  });
});

describe('durations', () => {
  it.each([
    ['P8D', 8 * 86_400_000],
    ['PT90S', 90_000],
    ['P1DT12H', 129_600_000],
    ['P2W', 1_209_600_000],
    ['PT1.5S', 1500],
  ])('%s', (text, milliseconds) => {
    expect(durationMilliseconds(text)).toBe(milliseconds);
  });

  it.each(['', 'P', 'PT', 'P1M', '8 days', 'P-1D', 'P1DT'])('refuses %j', (text) => {
    expect(() => durationMilliseconds(text)).toThrow('is not a duration such as P8D');
  });
});
