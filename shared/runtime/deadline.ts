import type { Context } from 'aws-lambda';

/** Kept back from a function's time for answering and for what is under way, in milliseconds. */
const RESERVE = 4_000;

/** Tells how many milliseconds of useful work are left; zero or less: begin nothing new. */
export type TimeLeft = () => number;

/** The time left of an invocation, less the reserve (anchors §6.2: a batch that times out whole is billed and repeated whole). */
export function timeLeft(context: Pick<Context, 'getRemainingTimeInMillis'>): TimeLeft {
  return () => context.getRemainingTimeInMillis() - RESERVE;
}
