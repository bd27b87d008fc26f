// shared/mail/send is an edge of the system: it stands between the queue `mail` and SES, so the SES client lives here.
import { SESClient, SESServiceException, SendEmailCommand } from '@aws-sdk/client-ses';
import { type RetryBudget, ServiceError } from '../../runtime/errors.ts';
import type { Platform } from '../../runtime/platform.ts';
import { isTransientErrorName } from '../../runtime/retry-budget.ts';
import { formatFrom } from '../header.ts';
import type { ComposedMail } from './compose.ts';

/** SES certainly did not accept the mail, so it can be retried at once. If SES refuses all mails, retries go on for long. */
export class MailRejected extends ServiceError {
  readonly code: string;
  readonly retryable = true;
  override readonly retryBudget: RetryBudget;
  constructor(reason: string, cause: unknown) {
    super(`SES did not accept the mail: ${reason}`, { cause });
    this.name = 'MailRejected';
    this.code = `ses-${reason}`;
    this.retryBudget = REFUSES_ALL.has(reason) || isTransientErrorName(reason) ? 'outage' : 'short';
  }
}

/** Besides transient errors, the reasons why SES accepts no mail at all: it is unreachable, or it has paused the account. */
const REFUSES_ALL = new Set(['unreachable', 'AccountSendingPausedException']);

export interface SenderSettings {
  readonly senderAddress: string;
  readonly configurationSet: string;
}

/** SES repeats these tags in every event it publishes about the mail. */
export interface MailTags {
  readonly mailId: string;
  readonly kind: string;
}

/** Every mail gets its own connection. With a kept one that is dead, nobody knows whether SES has the mail. */
const NO_KEEP_ALIVE = { keepAlive: false };

/** Sends mails by SES, each with one attempt: SES's SendEmail is not idempotent, so the SDK must not retry it. */
export class MailSender {
  readonly #client: SESClient;
  readonly #settings: SenderSettings;

  constructor(settings: SenderSettings, { createClient }: Pick<Platform, 'createClient'>) {
    this.#settings = settings;
    this.#client = createClient(SESClient, {
      maxAttempts: 1,
      requestHandler: {
        requestTimeout: 10_000,
        connectionTimeout: 3_000,
        httpAgent: NO_KEEP_ALIVE,
        httpsAgent: NO_KEEP_ALIVE,
      },
    });
  }

  /**
   * Sends one mail.
   * @returns SES's message ID
   * @throws MailRejected when SES certainly did not accept the mail; after any other error SES may have it
   */
  async send(
    mail: ComposedMail,
    from: { readonly name: string; readonly replyTo: string },
    tags: MailTags,
  ): Promise<string> {
    try {
      const { MessageId = '' } = await this.#client.send(
        new SendEmailCommand({
          Source: formatFrom(from.name, this.#settings.senderAddress),
          ReplyToAddresses: [from.replyTo],
          Destination: { ToAddresses: [mail.to] },
          ConfigurationSetName: this.#settings.configurationSet,
          Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
          Message: {
            Subject: { Charset: 'UTF-8', Data: mail.subject },
            Body: {
              Html: { Charset: 'UTF-8', Data: mail.html },
              Text: { Charset: 'UTF-8', Data: mail.text },
            },
          },
        }),
      );
      return MessageId;
    } catch (error) {
      const reason = rejectionReason(error);
      throw reason === null ? error : new MailRejected(reason, error);
    }
  }
}

/** Errors of Node.js before a connection is established: nothing was sent. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Says why SES certainly does not have the mail; `null` when it may have it. */
function rejectionReason(error: unknown): string | null {
  if (error instanceof SESServiceException) {
    const status = error.$metadata.httpStatusCode ?? 0;
    return status >= 400 && status < 500 ? error.name : null;
  }
  const isOffline =
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    NEVER_CONNECTED.has(error.code);
  return isOffline ? 'unreachable' : null;
}
