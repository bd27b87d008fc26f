import type { Scenario } from './harness.ts';

/** Lets a stack be down for a time (ISO 8601 duration) and come up again; then what became due meanwhile is done. */
export async function outage(s: Scenario, duration: string): Promise<void> {
  await s.stack.idle();
  await s.stack.pollers.pause();
  await s.stack.clock.advance(duration);
  s.stack.pollers.resume();
  await s.stack.clock.advance('PT1S');
}
