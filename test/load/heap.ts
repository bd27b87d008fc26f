import { Session } from 'node:inspector/promises';

/** Memory in use right after a garbage collection, in bytes. */
export interface HeapSample {
  /** Of the thread that holds the stand-ins: JavaScript objects and buffers. */
  readonly stack: number;
  /** JavaScript objects of all worker threads, which run the functions. */
  readonly functions: number;
  readonly threads: number;
  /** Of the whole process, as the system counts it. */
  readonly rss: number;
}

/** Collects garbage in every thread of this process, and says what is left. */
export async function sampleHeap(): Promise<HeapSample> {
  const session = new Session();
  session.connect();
  try {
    const used = await Promise.all((await attachedWorkers(session)).map((id) => workerHeap(session, id)));
    await session.post('HeapProfiler.collectGarbage');
    const { heapUsed, external, rss } = process.memoryUsage();
    const functions = used.reduce((sum, each) => sum + each, 0);
    return { stack: heapUsed + external, functions, threads: used.length, rss };
  } finally {
    session.disconnect();
  }
}

/** The inspector's ids of all worker threads. */
async function attachedWorkers(session: Session): Promise<string[]> {
  const ids: string[] = [];
  session.on('NodeWorker.attachedToWorker', ({ params }) => ids.push(params.sessionId));
  await session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  return ids;
}

/** Bytes of JavaScript objects of a worker thread, after a garbage collection. A thread that ends meanwhile has none. */
function workerHeap(session: Session, sessionId: string): Promise<number> {
  return new Promise((resolve) => {
    session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
      const { id, result } = JSON.parse(params.message);
      if (params.sessionId === sessionId && id === 2) resolve(result.usedSize);
    });
    session.on('NodeWorker.detachedFromWorker', ({ params }) => {
      if (params.sessionId === sessionId) resolve(0);
    });
    for (const message of [
      { id: 1, method: 'HeapProfiler.collectGarbage' },
      { id: 2, method: 'Runtime.getHeapUsage' },
    ])
      void session.post('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify(message) });
  });
}
