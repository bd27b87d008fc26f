import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** A mail as SES took it. */
export interface StoredMail {
  /** SES's message id. */
  readonly messageId: string;
  /** Our mail id: message tag `mailId`; the message id for a mail without one. */
  readonly id: string;
  /** Kind of mail: message tag `kind`. */
  readonly kind: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  /** As people read it, encoded words decoded. */
  readonly from: string;
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** On the product's clock, RFC 3339. */
  readonly at: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly configurationSet: string | undefined;
}

/** Every mail that SES took; with a file, one JSON line a mail, written before SES answers. */
export class Mailbox {
  readonly #mails: StoredMail[] = [];
  readonly #file: string | undefined;

  constructor(file?: string) {
    this.#file = file;
    if (file !== undefined && existsSync(file)) this.#mails.push(...read(file));
  }

  add(mail: StoredMail): void {
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(mail)}\n`);
    this.#mails.push(mail);
  }

  /** Oldest first. */
  all(): readonly StoredMail[] {
    return this.#mails;
  }

  /** The newest mail with this mail id (or SES message id). */
  find(id: string): StoredMail | undefined {
    return this.#mails.findLast((mail) => mail.id === id || mail.messageId === id);
  }
}

function read(file: string): StoredMail[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  // What stands after the last line break was cut off by a kill, before SES answered: not a mail.
  return lines.slice(0, -1).flatMap((line) => {
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });
}
