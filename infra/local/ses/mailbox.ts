import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { KeptFile } from '../data-folder.ts';

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

/** A line of the file that is not a mail: the `Send` notification of a mail was published. The name of the field stays. */
interface SendPublishedLine {
  readonly noticed: string;
}

/** Every mail that SES accepted. With a file, each is written as a line of JSON before SES answers. */
export class Mailbox {
  readonly #mails: StoredMail[] = [];
  readonly #unpublished = new Map<string, StoredMail>();
  readonly #file: KeptFile | undefined;

  constructor(file?: KeptFile) {
    this.#file = file;
    if (file === undefined || !existsSync(file.path)) return;
    for (const line of readLines(file)) {
      if ('noticed' in line) this.#unpublished.delete(line.noticed);
      else this.#keep(line);
    }
  }

  add(mail: StoredMail): void {
    this.#write(mail);
    this.#keep(mail);
  }

  /** Records that the `Send` notification of a mail was published, so that it is not published again after a restart. */
  markSendPublished({ messageId }: StoredMail): void {
    this.#write({ noticed: messageId });
    this.#unpublished.delete(messageId);
  }

  /** The mails whose `Send` notification was not published. */
  withoutSendEvent(): StoredMail[] {
    return [...this.#unpublished.values()];
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
    this.#unpublished.set(mail.messageId, mail);
  }

  #write(line: StoredMail | SendPublishedLine): void {
    const file = this.#file;
    file?.write(() => appendFileSync(file.path, `${JSON.stringify(line)}\n`));
  }
}

function readLines({ path, write }: KeptFile): (StoredMail | SendPublishedLine)[] {
  const text = readFileSync(path, 'utf8');
  // What stands after the last line break was cut off by a kill, before SES answered: not a mail. The next one must not
  // be written behind it.
  if (text !== '' && !text.endsWith('\n')) write(() => appendFileSync(path, '\n'));
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
