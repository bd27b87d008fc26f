import { randomUUID } from 'node:crypto';
import { resourceName } from './aws-names.ts';
import type { SqsStandIn } from './sqs.ts';
import type { SubscriptionPlan } from './template/plan.ts';

/** In bytes. */
const MESSAGE_LIMIT = 262_144;

/** The part of SNS that the product uses: it delivers a notification to each queue that subscribed to its topic. */
export class SnsStandIn {
  readonly #subscriptions: readonly SubscriptionPlan[];
  readonly #sqs: SqsStandIn;

  constructor(subscriptions: readonly SubscriptionPlan[], sqs: SqsStandIn) {
    this.#subscriptions = subscriptions;
    this.#sqs = sqs;
  }

  /**
   * Resolves when every subscribed queue holds the notice.
   * @throws Error for a message of more than 256 KiB, as SNS refuses it (quotas page)
   */
  async publish(topicArn: string, message: string, at: Date): Promise<void> {
    if (Buffer.byteLength(message) > MESSAGE_LIMIT)
      throw new Error(`SNS refuses more than ${MESSAGE_LIMIT} bytes`);
    const subscribed = this.#subscriptions.filter((one) => one.topicArn === topicArn);
    await Promise.all(
      subscribed.map(({ queueArn, raw }) =>
        this.#sqs.send(resourceName(queueArn), raw ? message : envelope(topicArn, message, at)),
      ),
    );
  }
}

/** What SNS wraps around a message without raw delivery; unsigned here. */
function envelope(topicArn: string, message: string, at: Date): string {
  const fields = {
    MessageId: randomUUID(),
    TopicArn: topicArn,
    Message: message,
    Timestamp: at.toISOString(),
  };
  return JSON.stringify({ Type: 'Notification', ...fields });
}
