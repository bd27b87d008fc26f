/**
 * Most that time moves at once, in milliseconds. What becomes due a day or more apart then comes one after the other, as it
 * would have, and half a day late at most.
 */
const longestStep = 12 * 3_600_000;

/** A time in steps of at most 12 hours, in milliseconds; the last one makes it exact. No time at all is one step. */
export function clockSteps(milliseconds: number): number[] {
  const whole = Math.max(0, Math.ceil(milliseconds / longestStep) - 1);
  return [...new Array<number>(whole).fill(longestStep), milliseconds - whole * longestStep];
}
