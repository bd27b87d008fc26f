import { findPackageJSON } from 'node:module';
import { pathToFileURL } from 'node:url';
import { type BuildAppOptions, buildApp } from 'fauxqs';

type Stores = NonNullable<BuildAppOptions['stores']>;

/** fauxqs's queues in memory, and what it calls to keep them. */
export type QueueStore = Stores['sqsStore'];
export type Queue = ReturnType<QueueStore['createQueue']>;
export type QueueMessage = Queue['messages'][number];
export type FauxqsApp = ReturnType<typeof buildApp>;

/**
 * fauxqs's app around a store that we hold. Its own `startFauxqs` binds every network interface and its persistence loses
 * a message whose visibility is set to 0 (2.4.1); `buildApp` leaves both to us but does not export the store's class, so
 * that is loaded from beside it. The version is pinned.
 */
export async function createFauxqs(): Promise<{ app: FauxqsApp; store: QueueStore }> {
  const stores: Stores = {
    sqsStore: await createStore<QueueStore>('sqs/sqsStore.js', 'SqsStore'),
    snsStore: await createStore<Stores['snsStore']>('sns/snsStore.js', 'SnsStore'),
    s3Store: await createStore<Stores['s3Store']>('s3/s3Store.js', 'S3Store'),
  };
  return { app: buildApp({ logger: false, stores }), store: stores.sqsStore };
}

async function createStore<Store>(file: string, name: string): Promise<Store> {
  const manifest = findPackageJSON('fauxqs', import.meta.url);
  if (manifest === undefined) throw new Error('fauxqs is not installed');
  const url = new URL(`dist/${file}`, pathToFileURL(manifest)).href;
  const module: Record<string, new () => Store> = await import(url);
  const Class = module[name];
  if (Class === undefined) throw new Error(`fauxqs has no ${name} in ${file}; is it still version 2.4.1?`);
  return new Class();
}
