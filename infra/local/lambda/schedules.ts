import { randomUUID } from 'node:crypto';
import { localAccount, localRegion } from '../aws-names.ts';
import type { StackClock } from '../clock.ts';
import type { FunctionLogs } from '../function-logs.ts';
import type { SchedulePlan } from '../template/plan.ts';

/** Node's timers count 31 bits of milliseconds; what should wait longer would fire at once. */
const longestTimer = 2 ** 31 - 1;

/** A schedule and the function it starts. */
export interface Schedule extends SchedulePlan {
  readonly invoke: (event: unknown) => Promise<unknown>;
}

/** Starts functions as EventBridge does: by a timer at their rate, or all at once when the stack's clock is moved. */
export class Schedules {
  readonly #schedules: readonly Schedule[];
  readonly #clock: Pick<StackClock, 'now'>;
  readonly #logs: FunctionLogs;
  readonly #running = new Set<Promise<void>>();
  #timers: NodeJS.Timeout[] = [];

  constructor(
    schedules: readonly Schedule[],
    { clock, logs }: { clock: Pick<StackClock, 'now'>; logs: FunctionLogs },
  ) {
    this.#schedules = schedules;
    this.#clock = clock;
    this.#logs = logs;
  }

  /** Lets the timers run; they keep no process alive. */
  resume(): void {
    this.#stop();
    this.#timers = this.#schedules.map((one) =>
      setInterval(() => this.#start(one), Math.min(one.everyMilliseconds, longestTimer)).unref(),
    );
  }

  /** Stops the timers; resolves when what was started is done. */
  async pause(): Promise<void> {
    this.#stop();
    await Promise.all(this.#running);
  }

  /** Starts every scheduled function once; resolves when all are done, however they ended. */
  async runOnce(): Promise<void> {
    await Promise.all(this.#schedules.map((one) => this.#start(one)));
  }

  #stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
  }

  #start(schedule: Schedule): Promise<void> {
    const run = this.#run(schedule).finally(() => this.#running.delete(run));
    this.#running.add(run);
    return run;
  }

  async #run({ invoke, functionName, ruleArn }: Schedule): Promise<void> {
    try {
      await invoke(scheduledEvent(ruleArn, this.#clock.now()));
    } catch (error) {
      this.#logs.write(functionName, 'stack', `scheduled run: ${String(error)}`);
    }
  }
}

/** The event that EventBridge starts a function with on a schedule (EventBridge user guide, "Scheduled event"). */
function scheduledEvent(ruleArn: string, now: Date): Record<string, unknown> {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: localAccount,
    time: `${now.toISOString().slice(0, 19)}Z`,
    region: localRegion,
    resources: [ruleArn],
    detail: {},
  };
}
