import { SESClient, SESServiceException, SendEmailCommand } from '@aws-sdk/client-ses';
import { formatFrom } from '../mail/header.ts';
import { ServiceError } from '../runtime/errors.ts';
import type { ComposedMail } from './composed.ts';

/** SES surely did not take the mail; the order may be tried again at once. */
export class MailRejected extends ServiceError {
  readonly code: string;
  readonly retryable = true;
  constructor(cause: SESServiceException) {
    super(`SES refused the mail: ${cause.name}`, { cause });
    this.name = 'MailRejected';
    this.code = `ses-${cause.name}`;
  }
}

/** Who sends, with which configuration set. */
export interface SenderSettings {
  readonly senderAddress: string;
  readonly configurationSet: string;
}

/** What identifies a mail in SES's notices of it. */
export interface MailTags {
  readonly mailId: string;
  readonly kind: string;
}

/** SES with one attempt only: its SendEmail is not idempotent, so the SDK must not repeat it by itself. */
export class MailSender {
  readonly #client = new SESClient({
    maxAttempts: 1,
    requestHandler: { requestTimeout: 10_000, connectionTimeout: 3_000 },
  });
  readonly #settings: SenderSettings;

  constructor(settings: SenderSettings) {
    this.#settings = settings;
  }

  /**
   * Hands a mail to SES.
   * @returns SES's message id
   * @throws MailRejected when SES surely did not take it; any other error leaves that open
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
      const status = error instanceof SESServiceException ? (error.$metadata.httpStatusCode ?? 0) : 0;
      if (error instanceof SESServiceException && status >= 400 && status < 500)
        throw new MailRejected(error);
      throw error;
    }
  }
}
