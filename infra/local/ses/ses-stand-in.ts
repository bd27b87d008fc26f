import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { StackClock } from '../clock.ts';
import type { KeptFile } from '../data-folder.ts';
import type { FaultInjection } from '../fault-injection.ts';
import { closeServer, listenOnLoopback, readBody, refuseForeignHost } from '../http-server.ts';
import type { RequestCounters } from '../request-counters.ts';
import type { SnsStandIn } from '../sns.ts';
import type { Plan } from '../template/plan.ts';
import { type FeedbackType, sesEvent, topicsFor } from './event-publishing.ts';
import { Mailbox, type StoredMail } from './mailbox.ts';
import { acceptMail, parseForm, SesError } from './send-email.ts';

/** SES's limit of a message. */
const requestLimit = 40 * 1024 * 1024;

/** What SES publishes to a new event destination. */
const GREETING = 'Successfully validated SNS topic for Amazon SES event publishing.';

type MailPlan = Pick<Plan, 'identities' | 'configurationSets' | 'mailDestinations'>;

/** SES (API of 2010-12-01): takes mails into a mailbox and publishes notices about them. */
export class SesStandIn {
  readonly mailbox: Mailbox;
  readonly #clock: StackClock;
  readonly #counters: RequestCounters;
  readonly #faults: FaultInjection;
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch(() => response.destroy());
  });
  #plan: MailPlan = { identities: [], configurationSets: [], mailDestinations: [] };
  #topics: SnsStandIn | undefined;

  constructor(options: {
    file?: KeptFile | undefined;
    clock: StackClock;
    counters: RequestCounters;
    faults: FaultInjection;
  }) {
    this.mailbox = new Mailbox(options.file);
    this.#clock = options.clock;
    this.#counters = options.counters;
    this.#faults = options.faults;
  }

  listen(): Promise<string> {
    return listenOnLoopback(this.#server);
  }

  /**
   * Tells SES what the template deployed. Notices that a killed process still owed leave now: SES's own would not be lost
   * with its sender either.
   */
  async configure(plan: MailPlan, topics: SnsStandIn): Promise<void> {
    this.#plan = plan;
    this.#topics = topics;
    for (const mail of this.mailbox.withoutSendEvent()) await this.#noticeSent(mail);
  }

  /**
   * Plays what happens to a mail after it was sent.
   * @returns false when there is no such mail
   */
  async feedback(mailId: string, type: FeedbackType): Promise<boolean> {
    const mail = this.mailbox.find(mailId);
    if (mail === undefined) return false;
    await this.#publish(mail, type);
    return true;
  }

  close(): Promise<void> {
    return closeServer(this.#server);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (refuseForeignHost(request, response)) return;
    if (this.#faults.isStopped('ses')) return void response.destroy();
    const form = parseForm((await readBody(request, requestLimit)).toString('utf8'));
    const action = form.Action ?? '';
    this.#counters.count('ses', action);
    const fault = this.#faults.nextSes();
    const requestId = randomUUID();
    const send = (status: number, xml: string) => {
      response.writeHead(status, { 'content-type': 'text/xml' });
      response.end(xml);
    };
    if (fault === 'throttle') {
      return send(400, errorXml(requestId, 'Throttling', 'Maximum sending rate exceeded.'));
    }
    try {
      const mail = await acceptMail(form, this.#plan, this.#clock.now());
      if (this.mailbox.all().length === 0) await this.#greet();
      this.mailbox.add(mail);
      await this.#noticeSent(mail);
      if (fault === 'accept-then-drop') response.destroy();
      else send(200, answerXml(action, requestId, { MessageId: mail.messageId }));
    } catch (error) {
      if (!(error instanceof SesError)) throw error;
      send(400, errorXml(requestId, error.code, error.message));
    }
  }

  /**
   * SES checks each new event destination by a message in plain text. It comes some time after the destination was made: here,
   * before the first mail.
   */
  async #greet(): Promise<void> {
    const topics = new Set(this.#plan.mailDestinations.map(({ topicArn }) => topicArn));
    const now = this.#clock.now();
    await Promise.all([...topics].map((topicArn) => this.#topics?.publish(topicArn, GREETING, now)));
  }

  async #noticeSent(mail: StoredMail): Promise<void> {
    await this.#publish(mail, 'send');
    this.mailbox.markSendPublished(mail);
  }

  async #publish(mail: StoredMail, type: FeedbackType | 'send'): Promise<void> {
    const now = this.#clock.now();
    const message = JSON.stringify(sesEvent(mail, type, now));
    const topics = topicsFor(this.#plan.mailDestinations, mail.configurationSet, type);
    await Promise.all(topics.map((topicArn) => this.#topics?.publish(topicArn, message, now)));
  }
}

const namespace = 'http://ses.amazonaws.com/doc/2010-12-01/';

/** XML of a successful answer. */
export function answerXml(
  action: string,
  requestId: string,
  fields: Readonly<Record<string, string>>,
): string {
  const inner = Object.entries(fields).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
  return (
    `<${action}Response xmlns="${namespace}"><${action}Result>${inner.join('')}</${action}Result>` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`
  );
}

/** XML of an error answer. */
export function errorXml(requestId: string, code: string, message: string): string {
  return (
    `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${escapeXml(code)}</Code>` +
    `<Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`
  );
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
