import { randomUUID } from 'node:crypto';
import {
  ChangeMessageVisibilityCommand,
  type MessageAttributeValue,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** A message to send, and its owner: {@link Queue.sendAll} returns the owners of unsent messages. */
export interface OutgoingMessage {
  readonly owner: string;
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Entries of one batch, by the limit of SQS. */
const ENTRIES = 10;
/** In bytes. SQS allows 1 MiB a batch (quotas page, 2025-08); half of it leaves room for attributes. */
const BYTES = 512 * 1024;
/** How often unsent entries are sent. */
const ATTEMPTS = 3;
/** Concurrent requests. */
const CONCURRENT = 8;

/** An SQS queue. */
export class Queue {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  /**
   * Sends messages in as few requests as possible, and failed entries again. Never throws.
   * @returns the owners of messages that could not be sent
   */
  async sendAll(messages: readonly OutgoingMessage[]): Promise<ReadonlySet<string>> {
    const failed = new Set<string>();
    const batches = batchesOf(messages);
    const next = batches[Symbol.iterator]();
    const worker = async () => {
      for (let batch = next.next(); !batch.done; batch = next.next()) {
        for (const owner of await this.#sendBatch(batch.value)) failed.add(owner);
      }
    };
    await Promise.all(Array.from({ length: Math.min(CONCURRENT, batches.length) }, worker));
    return failed;
  }

  /** Makes a received message visible again after a delay, in seconds (0 to 43,200). */
  async retryIn(receiptHandle: string, seconds: number): Promise<void> {
    await this.#client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: this.#url,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  }

  async #sendBatch(batch: readonly OutgoingMessage[]): Promise<string[]> {
    let left = batch.map((message) => ({ message, entry: toEntry(message) }));
    for (let attempt = 0; left.length > 0 && attempt < ATTEMPTS; attempt++) {
      try {
        const { Successful = [] } = await this.#client.send(
          new SendMessageBatchCommand({ QueueUrl: this.#url, Entries: left.map(({ entry }) => entry) }),
        );
        const sent = new Set(Successful.map(({ Id }) => Id));
        left = left.filter(({ entry }) => !sent.has(entry.Id));
      } catch {
        // Unsent entries are sent again; in the end their owners are returned.
      }
    }
    return left.map(({ message }) => message.owner);
  }
}

function batchesOf(messages: readonly OutgoingMessage[]): OutgoingMessage[][] {
  const batches: OutgoingMessage[][] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = Buffer.byteLength(message.body);
    const last = batches.at(-1);
    if (!last || last.length === ENTRIES || bytes + size > BYTES) {
      batches.push([message]);
      bytes = size;
    } else {
      last.push(message);
      bytes += size;
    }
  }
  return batches;
}

/** What SQS refuses in bodies and attributes: all that XML 1.0 excludes (API reference of SendMessage). */
const REFUSED_BY_SQS = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * Escapes U+FFFE and U+FFFF, the only characters that JSON may contain as they are and SQS refuses. A body is JSON, or comes from
 * SQS and contains neither.
 */
function escapeNoncharacters(json: string): string {
  return json.replace(/[\ufffe\uffff]/g, (character) => (character === '\ufffe' ? '\\ufffe' : '\\uffff'));
}

/** Text for an attribute. SQS refuses the whole entry for an empty value or one wrong character. */
function attributeText(text: string): string {
  return text.replace(REFUSED_BY_SQS, '\ufffd') || '-';
}

function toEntry({ body, attributes = {} }: OutgoingMessage): SendMessageBatchRequestEntry {
  const values = Object.entries(attributes).map(([name, value]): [string, MessageAttributeValue] => [
    name,
    { DataType: 'String', StringValue: attributeText(value) },
  ]);
  return {
    Id: randomUUID(),
    MessageBody: escapeNoncharacters(body),
    ...(values.length > 0 && { MessageAttributes: Object.fromEntries(values) }),
  };
}
