import { Duration } from 'aws-cdk-lib';

/** How long one invocation of a queue's function may take. The queue's visibility timeout follows from it. */
export const consumerTimeout = Duration.seconds(30);

/** How long Lambda waits for a batch to fill. None: a customer's approval goes on at once. */
export const batchingWindow = Duration.seconds(0);
