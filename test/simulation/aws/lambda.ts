import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import type { Platform } from '../../../shared/runtime/platform.ts';
import type { Faults } from '../faults.ts';
import { type FunctionName, functions } from '../functions.ts';
import type { Scheduler } from '../scheduler.ts';
import type { SimulatedTable } from './dynamodb.ts';
import type { Caller, Network, Trace } from './network.ts';
import type { SimulatedSes } from './ses.ts';
import type { SimulatedSqs } from './sqs.ts';

/** How far apart the clocks of two machines may be, in milliseconds. */
export const MOST_SKEW_MS = 298_000;

/** What a function may reach. */
export interface Services {
  readonly table: SimulatedTable;
  readonly sqs: SimulatedSqs;
  readonly ses: SimulatedSes;
  /** The secret with the link keys. */
  readonly secret: () => string;
}

/** How an invocation ended. A dead one has no answer. */
export type InvocationEnd =
  | {
      readonly kind: 'answered';
      readonly answer: unknown;
      /** How many requests to AWS did not simply work. */
      readonly troubles: number;
    }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'died' };

/** An execution environment: one invocation at a time, and a memory that stays between them. */
class ExecutionEnvironment implements Caller {
  readonly name: string;
  isDead = false;
  troubles = 0;
  isBusy = false;
  /** Called when it dies during an invocation. */
  onDeath: () => void = () => {};
  readonly handler: (event: never, context: Context) => unknown;
  /** Difference to the true time, in milliseconds. */
  readonly skew: number;

  constructor(
    name: FunctionName,
    number: number,
    skew: number,
    platform: (caller: ExecutionEnvironment) => Platform,
  ) {
    this.name = `${name}/${number}`;
    this.skew = skew;
    this.handler = functions[name].create(platform(this)) as typeof this.handler;
  }

  die(): void {
    if (this.isDead) return;
    this.isDead = true;
    this.onDeath();
  }
}

/** Runs the product's functions in execution environments that share nothing and can die at any await. */
export class SimulatedLambda {
  readonly #environments = new Map<FunctionName, ExecutionEnvironment[]>();
  readonly #scheduler: Scheduler;
  readonly #faults: Faults;
  readonly #network: Network;
  readonly #services: Services;
  readonly #trace: Trace;
  readonly #random: () => number;
  #count = 0;
  invocations = 0;

  constructor(scheduler: Scheduler, faults: Faults, network: Network, services: Services, trace: Trace) {
    this.#scheduler = scheduler;
    this.#faults = faults;
    this.#network = network;
    this.#services = services;
    this.#trace = trace;
    this.#random = scheduler.randomFor('lambda');
  }

  /** Number of invocations that run now. */
  running(name: FunctionName): number {
    return (this.#environments.get(name) ?? []).filter(({ isBusy }) => isBusy).length;
  }

  /** Invokes a function. Never throws. */
  async invoke(name: FunctionName, event: unknown): Promise<InvocationEnd> {
    const environment = this.#environmentFor(name);
    const { seconds } = functions[name];
    const endsAt = this.#scheduler.time + seconds * 1000;
    const requestId = `${environment.name}/${this.invocations++}`;
    // The deadline is the function's, so its own clock plays no part.
    const context = {
      awsRequestId: requestId,
      getRemainingTimeInMillis: () => endsAt - this.#scheduler.time,
    };
    environment.isBusy = true;
    const died = new Promise<InvocationEnd>((resolve) => {
      environment.onDeath = () => resolve({ kind: 'died' });
    });
    let isRunning = true;
    this.#scheduler.after(seconds * 1000, () => {
      if (!isRunning || environment.isDead) return;
      this.#trace(() => `${environment.name} reaches its deadline`);
      environment.die();
    });
    if (this.#faults.happens('killed')) {
      this.#scheduler.after(this.#random() ** 2 * 3_000, () => {
        if (!isRunning || environment.isDead) return;
        this.#trace(() => `${environment.name} is killed`);
        environment.die();
      });
    }
    const ran = (async (): Promise<InvocationEnd> => {
      try {
        const before = environment.troubles;
        const answer = await environment.handler(event as never, context as Context);
        return { kind: 'answered', answer, troubles: environment.troubles - before };
      } catch (error) {
        return { kind: 'failed', error };
      }
    })();
    const end = await Promise.race([ran, died]);
    isRunning = false;
    environment.isBusy = false;
    if (environment.isDead) this.#remove(name, environment);
    return end;
  }

  #environmentFor(name: FunctionName): ExecutionEnvironment {
    const all = this.#environments.get(name) ?? [];
    this.#environments.set(name, all);
    const idle = all.find(({ isBusy }) => !isBusy);
    if (idle && !this.#faults.happens('cold-start')) return idle;
    if (idle) this.#remove(name, idle);
    // Half of five minutes each way.
    const skew = this.#faults.happens('clock-skew') ? Math.round((this.#random() - 0.5) * MOST_SKEW_MS) : 0;
    const created = new ExecutionEnvironment(name, this.#count++, skew, (caller) =>
      this.#platformFor(caller),
    );
    all.push(created);
    return created;
  }

  #remove(name: FunctionName, environment: ExecutionEnvironment): void {
    const all = this.#environments.get(name) ?? [];
    this.#environments.set(
      name,
      all.filter((one) => one !== environment),
    );
  }

  #platformFor(caller: ExecutionEnvironment): Platform {
    const { table, sqs, ses, secret } = this.#services;
    const clients = new Map<unknown, unknown>([
      [DynamoDBClient, table.clientFor(caller, this.#network)],
      [SQSClient, sqs.clientFor(caller, this.#network)],
      [SESClient, ses.clientFor(caller, this.#network)],
      [SecretsManagerClient, secretsClient(caller, this.#network, secret)],
    ]);
    return {
      createClient: <Client>(Service: new (...config: never[]) => Client) => {
        const client = clients.get(Service);
        if (!client) throw new Error('The simulation has no such service');
        // The product calls nothing but `send`, with commands that the simulation knows or refuses.
        return client as Client;
      },
      now: () => this.#scheduler.time + caller.skew,
      monotonicNow: () => this.#scheduler.time,
      wait: (milliseconds) => this.#network.wait(caller, milliseconds),
      random: this.#random,
      newId: () => this.#random().toString(36).slice(2, 10).padEnd(8, '0'),
    };
  }
}

const secretsError = (name: string, $fault: string) => () =>
  Object.assign(new Error('simulated'), { name, $fault });

function secretsClient(caller: Caller, network: Network, secret: () => string) {
  const errors = {
    service: 'secrets' as const,
    throttled: secretsError('ThrottlingException', 'client'),
    failed: secretsError('InternalServiceError', 'server'),
  };
  const answer = () => ({ SecretString: secret() });
  return { send: () => network.call(caller, () => 'GetSecretValue', answer, errors, 3) };
}
