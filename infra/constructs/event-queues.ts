import { Construct } from 'constructs';
import type { StageSettings } from '../settings.ts';
import { EventQueue } from './event-queue.ts';
import { letPublish } from './publishers.ts';

/**
 * Every queue of the contract, and `due-cases` of our own. Events come in by three, so that a bulk import never delays a
 * customer's approval.
 */
export class EventQueues extends Construct {
  readonly subscriptionEvents: EventQueue;
  readonly relationshipEvents: EventQueue;
  readonly azureEvents: EventQueue;
  readonly dueCases: EventQueue;
  readonly outcomes: EventQueue;
  readonly mail: EventQueue;
  readonly mailFeedback: EventQueue;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    const queue = (queueId: string, queueName: string) =>
      new EventQueue(this, queueId, { settings, queueName });
    this.subscriptionEvents = queue('SubscriptionEvents', 'subscription-events');
    this.relationshipEvents = queue('RelationshipEvents', 'relationship-events');
    this.azureEvents = queue('AzureEvents', 'azure-events');
    this.dueCases = queue('DueCases', 'due-cases');
    this.outcomes = queue('Outcomes', 'outcomes');
    this.mail = queue('Mail', 'mail');
    this.mailFeedback = queue('MailFeedback', 'mail-feedback');
    for (const events of [this.subscriptionEvents, this.relationshipEvents, this.azureEvents])
      letPublish(events, settings.publishers);
  }
}
