import { SESServiceException, SendEmailCommand } from '@aws-sdk/client-ses';
import { pick } from '../../fixtures/random.ts';
import type { Faults } from '../faults.ts';
import type { Scheduler } from '../scheduler.ts';
import type { AwsErrors, Caller, Network } from './network.ts';
import type { SimulatedQueue } from './sqs.ts';

const refusal = (name: string, status: number) => () =>
  new SESServiceException({
    name,
    message: 'simulated',
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  });

const ERRORS: AwsErrors = {
  service: 'ses',
  throttled: refusal('Throttling', 400),
  failed: refusal('InternalFailure', 500),
};

/** A mail that SES accepted. */
export interface AcceptedMail {
  readonly messageId: string;
  readonly mailId: string;
  readonly kind: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly caller: string;
  /** When the first notice about it was processed; epoch milliseconds. */
  knownAt: number;
}

/** What becomes of a mail. */
type Fate = 'Delivery' | 'Permanent' | 'Transient' | 'Complaint' | 'Reject';

/** Accepts mails, and publishes what becomes of them to the queue `mail-feedback`. */
export class SimulatedSes {
  readonly accepted: AcceptedMail[] = [];
  /** Every notice, as it was published. */
  readonly notices: string[] = [];
  readonly #scheduler: Scheduler;
  readonly #faults: Faults;
  readonly #random: () => number;
  readonly #feedback: SimulatedQueue;
  /** Called when a mail arrives in its mailbox. */
  onDelivered: (mail: AcceptedMail) => void = () => {};

  constructor(scheduler: Scheduler, faults: Faults, feedback: SimulatedQueue) {
    this.#scheduler = scheduler;
    this.#faults = faults;
    this.#random = scheduler.randomFor('ses');
    this.#feedback = feedback;
  }

  /** A client of SES, for one caller. It makes one attempt, as ours does. */
  clientFor(caller: Caller, network: Network) {
    return {
      send: (command: unknown) => {
        if (!(command instanceof SendEmailCommand)) throw new Error('SES does not know this command');
        const kinds = { throttle: 'ses-throttle', lost: 'ses-answer-lost' } as const;
        return network.call(
          caller,
          () => `SendEmail ${tagOf(command, 'mailId')}`,
          () => this.#accept(command, caller),
          ERRORS,
          1,
          kinds,
        );
      },
    };
  }

  #accept(command: SendEmailCommand, caller: Caller): { MessageId: string } {
    const { Destination, Message } = command.input;
    const mail: AcceptedMail = {
      messageId: `ses-${this.accepted.length}`,
      mailId: tagOf(command, 'mailId'),
      kind: tagOf(command, 'kind'),
      to: Destination?.ToAddresses?.[0] ?? '',
      subject: Message?.Subject?.Data ?? '',
      text: Message?.Body?.Text?.Data ?? '',
      html: Message?.Body?.Html?.Data ?? '',
      at: this.#scheduler.time,
      caller: caller.name,
      knownAt: Number.POSITIVE_INFINITY,
    };
    this.accepted.push(mail);
    const fate = this.#fate();
    this.#publish(mail, 'Send', {});
    const after = this.#random() * 20_000;
    this.#scheduler.after(after, () => {
      switch (fate) {
        case 'Delivery':
        case 'Complaint':
          this.#publish(mail, 'Delivery', {
            delivery: { timestamp: new Date(this.#scheduler.time).toISOString() },
          });
          this.onDelivered(mail);
          if (fate === 'Complaint')
            this.#scheduler.after(this.#random() * 86_400_000, () =>
              this.#publish(mail, 'Complaint', { complaint: { complaintFeedbackType: 'abuse' } }),
            );
          return;
        case 'Permanent':
        case 'Transient':
          return this.#publish(mail, 'Bounce', { bounce: { bounceType: fate } });
        case 'Reject':
          return this.#publish(mail, 'Reject', {});
      }
    });
    return { MessageId: mail.messageId };
  }

  /** Notes that a notice was processed. */
  noteProcessed(notice: string, at: number): void {
    for (const mail of this.accepted) {
      if (notice.includes(`"${mail.messageId}"`)) mail.knownAt = Math.min(mail.knownAt, at);
    }
  }

  #fate(): Fate {
    if (!this.#faults.happens('mail-fails')) return 'Delivery';
    return pick(['Permanent', 'Transient', 'Complaint', 'Reject'] as const, this.#random);
  }

  #publish(mail: AcceptedMail, eventType: string, details: object): void {
    const { messageId, mailId, kind, to } = mail;
    const notice = JSON.stringify({
      eventType,
      mail: { messageId, tags: { mailId: [mailId], kind: [kind] }, destination: [to] },
      ...details,
    });
    const isLate = this.#faults.happens('ses-notice-late');
    this.#scheduler.after(this.#random() * (isLate ? 7_200_000 : 2_000), () => {
      this.notices.push(notice);
      this.#feedback.send(notice);
    });
  }
}

function tagOf({ input: { Tags = [] } }: SendEmailCommand, name: string): string {
  return Tags.find(({ Name }) => Name === name)?.Value ?? '';
}
