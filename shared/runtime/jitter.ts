/**
 * Waits a random while, so that those who ran into each other do not do so again (full jitter).
 * @param longest milliseconds
 */
export function jitteredPause(longest: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * longest));
}
