import { findChromium, installChromium } from './chromium.ts';

/** Installs Chromium before any browser test runs, if the machine has none. Two test files at once would fight for apt's lock. */
export default function setup(): void {
  if (findChromium() === undefined) installChromium();
}
