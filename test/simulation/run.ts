import { Customers } from './customers.ts';
import type { Fault } from './faults.ts';
import { brokenInvariants } from './invariants.ts';
import { Publisher } from './publisher.ts';
import { WORKLOAD_TIME, Workload } from './workload.ts';
import { BEGINNING, type TraceLine, World } from './world.ts';

const DAY = 86_400_000;

/** The result of one simulation. */
export interface Run {
  readonly seed: number;
  /** What does not hold; empty if all is well. */
  readonly broken: readonly string[];
  readonly faults: ReadonlyMap<Fault, number>;
  readonly kinds: readonly Fault[];
  readonly events: number;
  readonly requests: number;
  readonly invocations: number;
  readonly mails: number;
  readonly clicks: number;
  readonly trace: readonly TraceLine[];
}

/** Runs one simulation: what its seed says, then a time without faults, then the invariants. */
export async function simulate(
  seed: number,
  options: { readonly without?: ReadonlySet<Fault>; readonly isTraced?: boolean } = {},
): Promise<Run> {
  const world = new World(seed, options);
  const publisher = new Publisher(world);
  const customers = new Customers(world);
  const workload = new Workload(world, publisher);
  workload.start();
  await world.scheduler.run(BEGINNING + WORKLOAD_TIME + 5 * DAY);
  world.faults.end();
  await world.scheduler.run(world.scheduler.time + 3 * DAY);
  // What went to dead-letter queues during the outages gets its second chance.
  workload.redrive();
  publisher.end();
  customers.end();
  await world.scheduler.run(world.scheduler.time + 3 * DAY);
  const broken = await brokenInvariants(world, publisher, customers);
  return {
    seed,
    broken,
    faults: world.faults.counts,
    kinds: world.faults.kinds,
    events: publisher.accepted.size,
    requests: world.network.requests,
    invocations: world.lambda.invocations,
    mails: world.ses.accepted.length,
    clicks: customers.clicks.length,
    trace: world.lines,
  };
}
