import { SESClient, SESServiceException, SendEmailCommand } from '@aws-sdk/client-ses';
import { type RetryBudget, ServiceError } from '../../runtime/errors.ts';
import { isTransientErrorName } from '../../runtime/retry-budget.ts';
import { cleanLine } from '../../texts/untrusted.ts';
import type { ComposedMail } from './compose.ts';

// This room is at the edge: it stands between the mail queue and SES, so the client is here. What a mail says is composed without it.

/** SES surely did not take the mail; the order may be tried again at once, and for long, if SES refuses all mails just now. */
export class MailRejected extends ServiceError {
  readonly code: string;
  readonly retryable = true;
  override readonly retryBudget: RetryBudget;
  constructor(why: string, cause: unknown) {
    super(`SES did not take the mail: ${why}`, { cause });
    this.name = 'MailRejected';
    this.code = `ses-${why}`;
    this.retryBudget = REFUSES_ALL.has(why) || isTransientErrorName(why) ? 'outage' : 'short';
  }
}

/** Why SES would take no mail of anybody's, beside what passes by itself: it cannot be reached, or has paused the account. */
const REFUSES_ALL = new Set(['unreachable', 'AccountSendingPausedException']);
/** Errors of Node.js before a connection stands: nothing was sent over it. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
/** Each mail has its own connection: one kept from before may be dead, and then nobody knows whether SES has the mail. */
const FRESH = { keepAlive: false };

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
    requestHandler: { requestTimeout: 10_000, connectionTimeout: 3_000, httpAgent: FRESH, httpsAgent: FRESH },
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
      const why = whyRejected(error);
      throw why === null ? error : new MailRejected(why, error);
    }
  }
}

/** Why SES surely has no mail from this attempt; `null` when that is open. */
function whyRejected(error: unknown): string | null {
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

/** Characters of a subject: long enough for every text of ours with a usual name in it. */
const SUBJECT_LIMIT = 150;
const DISPLAY_NAME_LIMIT = 64;

/** Text fit for a header's value (not yet encoded): one line, no controls, no bidi overrides, limited length. */
export function subjectLine(text: string, limit: number = SUBJECT_LIMIT): string {
  return cleanLine(text, limit);
}

/**
 * The value of a `From` header (RFC 5322 §3.4, RFC 2047) for a name from outside and an address of ours. ASCII
 * names become quoted strings, others encoded words. Throws TypeError if the address could break the header.
 */
export function formatFrom(displayName: string, address: string): string {
  if (!/^[!#-'*+\-./\w=?^`{|}~]+@[\w.-]+$/.test(address)) throw new TypeError('not a plain mail address');
  const name = subjectLine(displayName, DISPLAY_NAME_LIMIT);
  if (name === '') return address;
  if (/^[ -~]*$/.test(name)) return `"${name.replace(/["\\]/g, '\\$&')}" <${address}>`;
  return `${encodedWords(name)} <${address}>`;
}

/** RFC 2047 §2 allows 75 characters a word; `=?UTF-8?B?` and `?=` leave 63, and 45 bytes are 60 in base64. */
const BYTES_A_WORD = 45;

/** Base64 encoded words, none splitting a character; the blanks between them vanish when decoded. */
function encodedWords(text: string): string {
  const chunks: string[] = [];
  let chunk = '';
  for (const character of text) {
    if (Buffer.byteLength(chunk + character) > BYTES_A_WORD) {
      chunks.push(chunk);
      chunk = '';
    }
    chunk += character;
  }
  return [...chunks, chunk].map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`).join(' ');
}
