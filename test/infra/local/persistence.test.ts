import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  ChangeMessageVisibilityCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataFolderError } from '../../../infra/local/data-folder.ts';
import type { LocalStack } from '../../../infra/local/start-local-stack.ts';
import { startLocalStack } from '../../../infra/local/start-local-stack.ts';
import { awsClients, urlOf } from './aws-clients.ts';
import { persistentTemplates } from './persistent-template.ts';

let folder: string;
let stack: LocalStack | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-stack-data-'));
});
afterEach(async () => {
  await stack?.close();
  stack = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<LocalStack> {
  stack = await startLocalStack({ templates: persistentTemplates(), dataDir: folder });
  return stack;
}

/** Lets a stack work in a process of its own and kills it after so many rounds. @returns secret, rounds acknowledged */
async function fillAndKill(rounds: number): Promise<{ secret: string; acknowledged: number }> {
  const script = join(import.meta.dirname, 'persistent-stack.ts');
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let secret = '';
  let acknowledged = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('secret ')) secret = line.slice(7);
    else acknowledged = Number(line);
    if (acknowledged === rounds) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return { secret, acknowledged };
}

describe('a data folder', () => {
  it('has everything that was acknowledged before a kill -9', { timeout: 20_000 }, async () => {
    const { secret, acknowledged } = await fillAndKill(40);
    const running = await start();
    const wanted = Array.from({ length: acknowledged }, (_, index) => String(index + 1));

    const { Items = [] } = await awsClients(running).dynamodb.send(new ScanCommand({ TableName: 'cases' }));
    expect(Items.map((item) => item.sk?.S)).toEqual(expect.arrayContaining(wanted));
    for (const queue of ['open', 'slow']) {
      expect(running.peek(queue).map((message) => message.body)).toEqual(expect.arrayContaining(wanted));
    }
    expect(running.mails().map((mail) => mail.subject)).toEqual(expect.arrayContaining(wanted));
    expect(running.secrets.arns().map((arn) => running.secrets.value(arn))).toEqual([secret]);
    expect(running.clock.now().getTime() - Date.now()).toBeGreaterThan(7.9 * 86_400_000);
  });

  it('keeps a message whose visibility a receiver gave up, over a restart', async () => {
    const first = await start();
    const { sqs } = awsClients(first);
    const QueueUrl = urlOf(first, 'open');
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'again' }));
    const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    const { ReceiptHandle } = message ?? {};
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    expect(first.peek('open')).toHaveLength(1);
    await first.close();
    const [kept] = (await start()).peek('open');
    expect(kept).toMatchObject({ body: 'again', approximateReceiveCount: 1 });
  });

  it('is used by one stack at a time', async () => {
    await start();
    await expect(startLocalStack({ templates: [], dataDir: folder })).rejects.toThrow(
      'in use by another local stack',
    );
  });

  it.each(['file', 'file/inside'])('cannot be a %s, and says so', async (path) => {
    writeFileSync(join(folder, 'file'), '');
    const failed = startLocalStack({ templates: [], dataDir: join(folder, path) });
    await expect(failed).rejects.toThrow(DataFolderError);
    await expect(failed).rejects.toThrow(`data folder ${join(folder, path)} is a file, or inside one`);
  });

  it('of an earlier version is refused, and left as it is', async () => {
    mkdirSync(join(folder, 'dynamodb'));
    await expect(startLocalStack({ templates: [], dataDir: folder })).rejects.toThrow(
      'was made by an earlier version; start with an empty folder',
    );
    rmSync(join(folder, 'dynamodb'), { recursive: true });
    await start();
  });

  it('says what else is wrong with it in SQLite’s words', async () => {
    writeFileSync(join(folder, 'lock.db'), 'no database '.repeat(100));
    const failed = startLocalStack({ templates: [], dataDir: folder });
    await expect(failed).rejects.toThrow('cannot be used: file is not a database');
  });
});
