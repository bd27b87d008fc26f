/** What a worker thread is started with. */
export interface WorkerStart {
  /** File URL of the bundle. */
  readonly bundle: string;
  /** Name of the exported handler. */
  readonly exportName: string;
  /** One Float64 of shared memory: milliseconds the product's clock is ahead of the machine's. */
  readonly clock: SharedArrayBuffer;
}

/** One invocation, to the worker. The event goes as JSON text, as Lambda's own does. */
export interface InvocationRequest {
  readonly requestId: string;
  readonly event: string;
  readonly timeoutMilliseconds: number;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMegabytes: number;
}

/** What a worker says: that its bundle is loaded, or how an invocation ended. */
export type WorkerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly requestId: string; readonly result: string }
  | { readonly kind: 'error'; readonly requestId: string; readonly type: string; readonly message: string };
