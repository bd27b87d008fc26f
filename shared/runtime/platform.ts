import { randomBytes } from 'node:crypto';

/**
 * What a function has from outside: clients of AWS, clocks and chance. On AWS it is {@link lambdaPlatform}; the simulation
 * runs the same functions on a platform where everything fails that can fail (docs/reliability.md).
 */
export interface Platform {
  /** Creates a client of an AWS service. */
  readonly createClient: <Client, Config>(Service: new (config: Config) => Client, config: Config) => Client;
  /** The wall clock, in epoch milliseconds. */
  readonly now: () => number;
  /** A clock that never jumps, in milliseconds. */
  readonly monotonicNow: () => number;
  /** Waits some milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** A random number from 0 to below 1. */
  readonly random: () => number;
  /** A random id of eight characters: letters, digits, `-` and `_`. */
  readonly newId: () => string;
}

/** The platform of a Lambda function. */
export const lambdaPlatform: Platform = {
  createClient: (Service, config) => new Service(config),
  now: () => Date.now(),
  monotonicNow: () => performance.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: () => Math.random(),
  newId: () => randomBytes(6).toString('base64url'),
};

/** Waits a random time, so that colliding writers do not collide again (full jitter). */
export type JitteredPause = (longest: number) => Promise<void>;

/**
 * Creates the pause between two attempts.
 * @returns a function that waits at most the given number of milliseconds
 */
export function jitteredPause({ wait, random }: Pick<Platform, 'wait' | 'random'>): JitteredPause {
  return (longest) => wait(random() * longest);
}
