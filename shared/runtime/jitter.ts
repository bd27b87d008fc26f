/**
 * Waits a random time, so that colliding writers do not collide again (full jitter).
 * @param longest milliseconds
 */
export function jitteredPause(longest: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * longest));
}
