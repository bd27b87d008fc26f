import { parentPort, workerData } from 'node:worker_threads';
import type { InvocationRequest, WorkerReply, WorkerStart } from './execution-environment.ts';

/** Entry of a worker thread: one execution environment of a function. Takes one invocation at a time. */
const { bundle, exportName, clock }: WorkerStart = workerData;
shiftDate(clock);

const module: Record<string, unknown> = await import(bundle);
const handler = module[exportName];
if (typeof handler !== 'function') throw new Error(`the bundle exports no function ${exportName}`);

const reply = (message: WorkerReply) => parentPort?.postMessage(message);

parentPort?.on('message', async (request: InvocationRequest) => {
  const { requestId } = request;
  try {
    const result: unknown = await handler(JSON.parse(request.event), contextOf(request));
    reply({ kind: 'result', requestId, result: JSON.stringify(result ?? null) });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    console.error(error);
    reply({ kind: 'error', requestId, type: name, message });
  }
});
reply({ kind: 'ready' });

/** The context object of Lambda's Node.js runtime. */
function contextOf(request: InvocationRequest): Record<string, unknown> {
  const deadline = performance.now() + request.timeoutMilliseconds;
  return {
    awsRequestId: request.requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: request.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: request.functionArn,
    memoryLimitInMB: String(request.memoryMegabytes),
    logGroupName: `/aws/lambda/${request.functionName}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  };
}

/**
 * Moves this thread's `Date` by the offset in shared memory, so that a bundle lives on the stack's clock unchanged.
 * Timers and `performance.now()` stay on the machine's time.
 */
export function shiftDate(clock: SharedArrayBuffer): void {
  const offset = new Float64Array(clock);
  const Machine = Date;
  const now = () => Machine.now() + (offset[0] ?? 0);
  const Moved = new Proxy(Machine, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new Machine(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });
  Machine.prototype.constructor = Moved;
  globalThis.Date = Moved;
}
