/**
 * How often any message is received before SQS moves it to its dead-letter queue, at every stage. With the usual back-off (5 s, doubling
 * to 15 minutes) that is 5.6 hours: an outage of a service of AWS is over before the messages that met it are given up. What
 * waiting does not help is given up by its function much sooner, after the stage's `maxReceiveCount`.
 */
export const queueReceives = 30;
