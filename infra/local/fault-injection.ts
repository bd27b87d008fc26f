/** The next `times` requests (of one operation, or of any) get this error. */
export interface ServiceFault {
  readonly operation?: string;
  /** Error type as the service names it, such as `ProvisionedThroughputExceededException` or `RequestThrottled`. */
  readonly errorType: string;
  readonly times: number;
}

/**
 * `accept-then-drop`: the mail is taken, then the connection breaks before the answer.
 * `throttle`: SES answers `Throttling` and takes nothing.
 */
export interface SesFault {
  readonly mode: 'accept-then-drop' | 'throttle';
  readonly times: number;
}

type Service = 'dynamodb' | 'sqs' | 'ses';

/** Faults that tests put before the stand-ins; each is used up by the requests it hits. */
export class FaultInjection {
  readonly #stopped = new Set<Service>();
  readonly #services = { dynamodb: new FaultQueue<ServiceFault>(), sqs: new FaultQueue<ServiceFault>() };
  readonly #ses = new FaultQueue<SesFault>();

  dynamodb(fault: ServiceFault): void {
    this.#services.dynamodb.add(fault);
  }

  sqs(fault: ServiceFault): void {
    this.#services.sqs.add(fault);
  }

  ses(fault: SesFault): void {
    this.#ses.add(fault);
  }

  /** Lets a stand-in break off every request to it, as if its process were gone, until `start`. Event source mappings still poll. */
  stop(service: Service): void {
    this.#stopped.add(service);
  }

  start(service: Service): void {
    this.#stopped.delete(service);
  }

  isStopped(service: Service): boolean {
    return this.#stopped.has(service);
  }

  /** Forgets every fault not yet used up, and starts what is stopped. */
  clear(): void {
    this.#stopped.clear();
    this.#services.dynamodb.clear();
    this.#services.sqs.clear();
    this.#ses.clear();
  }

  /** The error type a request is to get, if any; uses it up. */
  next(service: 'dynamodb' | 'sqs', operation: string): string | undefined {
    const hit = (fault: ServiceFault) => fault.operation === undefined || fault.operation === operation;
    return this.#services[service].next(hit)?.errorType;
  }

  nextSes(): SesFault['mode'] | undefined {
    return this.#ses.next(() => true)?.mode;
  }
}

class FaultQueue<Fault extends { readonly times: number }> {
  #left: { fault: Fault; times: number }[] = [];

  add(fault: Fault): void {
    this.#left.push({ fault, times: fault.times });
  }

  clear(): void {
    this.#left = [];
  }

  next(hits: (fault: Fault) => boolean): Fault | undefined {
    const entry = this.#left.find((one) => one.times > 0 && hits(one.fault));
    if (entry !== undefined) entry.times -= 1;
    return entry?.fault;
  }
}
