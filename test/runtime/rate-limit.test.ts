import { describe, expect, test } from 'vitest';
import { RateLimit } from '../../shared/runtime/rate-limit.ts';

/** A clock that stands still until it is told; it notes what it is asked to wait for. */
function stillClock() {
  const waits: number[] = [];
  const clock = {
    time: 1_000,
    now: () => clock.time,
    wait: async (milliseconds: number) => void waits.push(milliseconds),
    waits,
  };
  return clock;
}

describe('a pace', () => {
  test('lets the first begin at once, and the others an interval apart', async () => {
    const clock = stillClock();
    const pace = new RateLimit(200, clock);
    await Promise.all([pace.turn(), pace.turn(), pace.turn()]);
    expect(clock.waits).toEqual([200, 400]);
  });

  test('goes on where the invocation before left off', async () => {
    const clock = stillClock();
    const pace = new RateLimit(200, clock);
    await pace.turn();
    clock.time += 150;
    await pace.turn();
    expect(clock.waits).toEqual([50]);
  });

  test('saves up nothing while nobody asks', async () => {
    const clock = stillClock();
    const pace = new RateLimit(200, clock);
    await pace.turn();
    clock.time += 10_000;
    await Promise.all([pace.turn(), pace.turn()]);
    expect(clock.waits).toEqual([200]);
  });
});
