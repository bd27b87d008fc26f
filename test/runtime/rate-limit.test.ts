import { describe, expect, test } from 'vitest';
import { RateLimit } from '../../shared/runtime/rate-limit.ts';

/** A clock that moves only when the test moves it, and records how long it was asked to wait. */
function stillClock() {
  const waits: number[] = [];
  const clock = {
    time: 1_000,
    monotonicNow: () => clock.time,
    wait: async (milliseconds: number) => void waits.push(milliseconds),
    waits,
  };
  return clock;
}

describe('a rate limit', () => {
  test('lets the first turn start at once, and the others one interval apart', async () => {
    const clock = stillClock();
    const limit = new RateLimit(200, clock);
    await Promise.all([limit.turn(), limit.turn(), limit.turn()]);
    expect(clock.waits).toEqual([200, 400]);
  });

  test('counts the turns of the invocation before', async () => {
    const clock = stillClock();
    const limit = new RateLimit(200, clock);
    await limit.turn();
    clock.time += 150;
    await limit.turn();
    expect(clock.waits).toEqual([50]);
  });

  test('saves up no turns while idle', async () => {
    const clock = stillClock();
    const limit = new RateLimit(200, clock);
    await limit.turn();
    clock.time += 10_000;
    await Promise.all([limit.turn(), limit.turn()]);
    expect(clock.waits).toEqual([200]);
  });
});
