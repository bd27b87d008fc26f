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

/** A line of the file that is no mail: the notice that a mail was sent has left. */
interface SendPublishedLine {
  readonly noticed: string;
}

/** Every mail that SES took; with a file, one JSON line a mail, written before SES answers. */
export class Mailbox {
  readonly #mails: StoredMail[] = [];
  readonly #unnoticed = new Map<string, StoredMail>();
  readonly #file: string | undefined;

  constructor(file?: string) {
    this.#file = file;
    if (file === undefined || !existsSync(file)) return;
    for (const line of readLines(file)) {
      if ('noticed' in line) this.#unnoticed.delete(line.noticed);
      else this.#keep(line);
    }
  }

  add(mail: StoredMail): void {
    this.#write(mail);
    this.#keep(mail);
  }

  /** Notes that the notice of sending a mail has left, so that it need not leave again after a kill. */
  markSendPublished({ messageId }: StoredMail): void {
    this.#write({ noticed: messageId });
    this.#unnoticed.delete(messageId);
  }

  /** Mails of which no such notice has left. */
  withoutSendEvent(): StoredMail[] {
    return [...this.#unnoticed.values()];
  }

  /** Oldest first. */
  all(): readonly StoredMail[] {
    return this.#mails;
  }

  /** The newest mail with this mail id (or SES message id). */
  find(id: string): StoredMail | undefined {
    return this.#mails.findLast((mail) => mail.id === id || mail.messageId === id);
  }

  #keep(mail: StoredMail): void {
    this.#mails.push(mail);
    this.#unnoticed.set(mail.messageId, mail);
  }

  #write(line: StoredMail | SendPublishedLine): void {
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

function readLines(file: string): (StoredMail | SendPublishedLine)[] {
  const text = readFileSync(file, 'utf8');
  // What stands after the last line break was cut off by a kill, before SES answered: not a mail. The next one must not
  // be written behind it.
  if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n');
  return text
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });
}
