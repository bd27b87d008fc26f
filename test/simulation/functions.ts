import type { Platform } from '../../shared/runtime/platform.ts';
import { QUEUE_RECEIVES } from './aws/sqs.ts';

/** The queues of the product (contract §2). */
export const QUEUES = [
  'subscription-events',
  'relationship-events',
  'azure-events',
  'due-cases',
  'outcomes',
  'mail',
  'mail-feedback',
] as const;

/** The address of the approval page in mails. */
export const BASE_URL = 'https://links.example';

const SETTINGS: Readonly<Record<string, string>> = {
  AWS_REGION: 'us-east-1',
  STAGE: 'simulation',
  TABLE_NAME: 'cases',
  LINK_SECRET_ARN: 'link-keys',
  INVITATION_DAYS: '30',
  REMINDER_DAYS: '3,10',
  DECLINE_BLOCK_DAYS: '30',
  PUBLIC_BASE_URL: BASE_URL,
  SENDER_ADDRESS: 'support@multichannel.example',
  CONFIGURATION_SET: 'simulation',
  MAIL_INTERVAL_MS: '20',
  MAX_RECEIVE_COUNT: '8',
  QUEUE_RECEIVE_COUNT: String(QUEUE_RECEIVES),
  RETRY_BASE_SECONDS: '5',
  SOURCE_QUEUE_URL: 'none',
  DEAD_LETTER_QUEUE_URL: 'none',
  // Logs and metrics of a million invocations would be most of the work.
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
  ...Object.fromEntries(
    QUEUES.map((name) => [`${name.toUpperCase().replaceAll('-', '_')}_QUEUE_URL`, `https://sqs/${name}`]),
  ),
};

// The modules read their settings when they are loaded.
Object.assign(process.env, SETTINGS);
const [subscriptions, relationships, azure, dueCases, dueWork, mail, feedback, page, events, cases] =
  await Promise.all([
    import('../../functions/subscription-ingested/handler.ts'),
    import('../../functions/relationship-approved/handler.ts'),
    import('../../functions/azure-onboarding-requested/handler.ts'),
    import('../../functions/due-cases/handler.ts'),
    import('../../functions/due-work/handler.ts'),
    import('../../functions/send-mail/handler.ts'),
    import('../../functions/mail-feedback/handler.ts'),
    import('../../functions/approval-page/handler.ts'),
    import('../../functions/events-api/handler.ts'),
    import('../../functions/cases-api/handler.ts'),
  ]);

/** A function that consumes a queue, or none. The values are those of the template (infra/constructs/event-queues.ts). */
interface SimulatedFunction {
  readonly create: (platform: Platform) => unknown;
  /** Its time limit. */
  readonly seconds: number;
  readonly consumes?: { readonly queue: string; readonly batchSize: number; readonly concurrency: number };
}

/** Creates a function with the settings that only it has. */
function consumer(
  queue: string,
  createHandler: (platform: Platform) => unknown,
  batchSize = 10,
  concurrency = 4,
): SimulatedFunction {
  const create = (platform: Platform) => {
    process.env.SOURCE_QUEUE_URL = `https://sqs/${queue}`;
    process.env.DEAD_LETTER_QUEUE_URL = `https://sqs/${queue}-dlq`;
    return createHandler(platform);
  };
  return { create, seconds: 30, consumes: { queue, batchSize, concurrency } };
}

/** The product's functions, by their folders. */
export const functions = {
  'subscription-ingested': consumer('subscription-events', subscriptions.createHandler),
  'relationship-approved': consumer('relationship-events', relationships.createHandler),
  'azure-onboarding-requested': consumer('azure-events', azure.createHandler),
  'due-cases': consumer('due-cases', dueCases.createHandler),
  'send-mail': consumer('mail', mail.createHandler, 5, 2),
  'mail-feedback': consumer('mail-feedback', feedback.createHandler),
  'due-work': { create: dueWork.createHandler, seconds: 60 },
  'approval-page': { create: page.createHandler, seconds: 20 },
  'events-api': { create: events.createHandler, seconds: 20 },
  'cases-api': { create: cases.createHandler, seconds: 20 },
} as const satisfies Record<string, SimulatedFunction>;

export type FunctionName = keyof typeof functions;
