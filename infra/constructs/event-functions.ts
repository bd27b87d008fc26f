import { Construct } from 'constructs';
import type { Bundles } from '../build/bundles.ts';
import type { StageSettings } from '../settings.ts';
import { decidingPermissions, decidingVariables } from './deciding.ts';
import type { EventQueue } from './event-queue.ts';
import type { Foundation } from './foundation.ts';
import { QueueConsumer } from './queue-consumer.ts';

/** What the functions that decide about cases are made from. */
export interface EventFunctionsProps {
  readonly settings: StageSettings;
  readonly bundles: Bundles;
  readonly foundation: Foundation;
}

/** The functions behind the three event queues: each folds its batch into the cases it belongs to. */
export class EventFunctions extends Construct {
  readonly #props: EventFunctionsProps;

  constructor(scope: Construct, id: string, props: EventFunctionsProps) {
    super(scope, id);
    this.#props = props;
    const { subscriptionEvents, relationshipEvents, azureEvents } = props.foundation.queues;
    // A bulk import may take the most; a customer's answer and an onboarding never wait behind it, they have their own.
    this.#consumer('SubscriptionIngested', 'subscription-ingested', subscriptionEvents, 20);
    this.#consumer('RelationshipApproved', 'relationship-approved', relationshipEvents, 10);
    this.#consumer('AzureOnboardingRequested', 'azure-onboarding-requested', azureEvents, 10);
  }

  #consumer(id: string, name: string, source: EventQueue, maximumConcurrency: number): void {
    const { settings, bundles, foundation } = this.#props;
    new QueueConsumer(this, id, {
      settings,
      bundles,
      name,
      description: `Decides about cases from the events of ${source.queueName}`,
      source,
      batchSize: 10,
      maximumConcurrency,
      environment: decidingVariables(settings, foundation),
      permissions: decidingPermissions(foundation),
    });
  }
}
