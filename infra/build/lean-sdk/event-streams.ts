import { LeftOutOfBundle } from './left-out.ts';

/*
 * Stands for @smithy/core/event-streams in the bundles (20 KB). The SDK loads it when an operation takes or answers with a
 * stream of events, as Kinesis and Transcribe have; no operation of DynamoDB, SQS, SES or Secrets Manager does.
 */

export class EventStreamSerde {
  constructor() {
    throw new LeftOutOfBundle('@smithy/core/event-streams');
  }
}

export function eventStreamSerdeProvider(): never {
  throw new LeftOutOfBundle('@smithy/core/event-streams');
}
