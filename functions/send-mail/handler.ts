import middy from '@middy/core';
import type { Context, SQSEvent } from 'aws-lambda';
import { parseMailCommand } from '../../shared/mail/send/mail-command.ts';
import { type MailDependencies, sendMail } from '../../shared/mail/send/send-mail.ts';
import { MailSender } from '../../shared/mail/send/ses.ts';
import { openQueues, openTable } from '../../shared/runtime/clients.ts';
import { DeadlineReached } from '../../shared/runtime/errors.ts';
import { openLinkKeys } from '../../shared/runtime/link-keys.ts';
import { addRequestId, createLogger } from '../../shared/runtime/logger.ts';
import { createMeter, flushMetrics } from '../../shared/runtime/metrics.ts';
import { lambdaPlatform, type Platform } from '../../shared/runtime/platform.ts';
import {
  type BatchResults,
  createBatchQueues,
  partialBatchResponse,
  processEachRecord,
  timeLeft,
} from '../../shared/runtime/queue-consumer.ts';
import { RateLimit } from '../../shared/runtime/rate-limit.ts';
import { numberSetting, setting } from '../../shared/runtime/settings.ts';

/** Sends the mails of the queue `mail`, each once (contract §4). */
export function createHandler(platform: Platform) {
  const logger = createLogger();
  const meter = createMeter();
  const dependencies: MailDependencies = {
    table: openTable(platform),
    outcomes: openQueues(platform, 'outcomes').outcomes,
    keys: openLinkKeys(platform),
    sender: new MailSender(
      { senderAddress: setting('SENDER_ADDRESS'), configurationSet: setting('CONFIGURATION_SET') },
      platform,
    ),
    baseUrl: setting('PUBLIC_BASE_URL').replace(/\/$/, ''),
    now: platform.now,
    newLeaseId: platform.newId,
    meter,
  };

  // SES limits the mails per second. A mail over the limit would be refused, come back, and be refused again.
  const rateLimit = new RateLimit(numberSetting('MAIL_INTERVAL_MS'), platform);

  return middy<SQSEvent, unknown, Error, Context>()
    .use(addRequestId(logger))
    .use(flushMetrics(meter))
    .use(partialBatchResponse(createBatchQueues(platform), logger))
    .handler(({ Records }, context): Promise<BatchResults> => {
      const left = timeLeft(context);
      return processEachRecord(Records, left, async ({ body, messageId }) => {
        const command = parseMailCommand(body);
        await rateLimit.turn();
        if (left() <= 0) throw new DeadlineReached();
        const record = await sendMail(command, messageId, dependencies);
        logger.info('mail order done', {
          mailId: command.mailId,
          kind: command.kind,
          status: record?.status,
        });
      });
    });
}

export const handler = createHandler(lambdaPlatform);
