import type { AlarmState } from './cloudwatch-alarms/alarm-board.ts';
import type { DataFolderError } from './data-folder.ts';
import type { FaultInjection } from './fault-injection.ts';
import type { FunctionLogLine } from './function-logs.ts';
import type { InvocationError } from './lambda/execution-environment.ts';
import type { RequestCounters } from './request-counters.ts';
import type { FeedbackType } from './ses/event-publishing.ts';
import type { StoredMail } from './ses/mailbox.ts';
import type { SqsStandIn } from './sqs.ts';
import type { StackTemplate } from './template/stack-template.ts';

export interface LocalStackOptions {
  /** Synthesized stacks; what one exports another may import. */
  readonly templates: readonly StackTemplate[];
  /** Port of the HTTP API and the console; 0, the default, takes any. */
  readonly port?: number;
  /** Folder that keeps all state across restarts and kills; without it everything is in memory. */
  readonly dataDir?: string;
  /** Hears that the data folder cannot be written. From then on the stack must not answer; end the process. */
  readonly onWriteFailure?: (error: DataFolderError) => void;
  /** Hears every line the functions write. */
  readonly onLogLine?: (line: FunctionLogLine) => void;
  /** Hears of a function whose bundle does not load, every time it is tried. */
  readonly onLoadFailure?: (error: InvocationError) => void;
  /** Worker threads a function, and batches at a time a queue, at most (default 2); the template's own limit also holds. */
  readonly concurrency?: number;
}

/** A running local stack. The first five members are `.local/stack.json` (contract §11), and of `secrets` the endpoint and the ARN. */
export interface LocalStack {
  readonly api: string;
  readonly console: string;
  readonly sqs: { endpoint: string; region: string; queues: Readonly<Record<string, string>> };
  readonly dynamodb: { endpoint: string; table: string };
  readonly ses: { endpoint: string };
  readonly secrets: {
    endpoint: string;
    arns(): string[];
    value(id: string): string | undefined;
    put(id: string, value: string): void;
  };
  /** Invokes a function directly. @throws InvocationError */
  invoke(functionName: string, event: unknown): Promise<unknown>;
  /** Ends the execution environments of a function at once, or one of them. @returns how many were at work */
  killFunction(functionName: string, most?: number): Promise<number>;
  readonly counters: RequestCounters;
  readonly clock: {
    now(): Date;
    /**
     * Moves the clock forward (ISO 8601 duration), half a day at a time at most. Delays end and schedules run, and everything
     * that became due is processed before the next step. @returns the new time
     */
    advance(duration: string): Promise<Date>;
    /** Sets the clock back (ISO 8601 duration), so that samples end today. Only before the first event. */
    begin(ago: string): void;
  };
  /** Deliveries from queues, and schedules. */
  readonly pollers: { pause(): Promise<void>; resume(): void };
  readonly faults: FaultInjection;
  /** Every mail that SES accepted, oldest first. */
  mails(): readonly StoredMail[];
  /** Plays SES's answer to a mail. @returns false when there is no such mail */
  feedback(mailId: string, type: FeedbackType): Promise<boolean>;
  /** Messages of a queue, without receiving them. */
  peek(queueName: string): ReturnType<SqsStandIn['peek']>;
  /** Resolves once no source queue holds a message and no function runs; with paused pollers perhaps never. */
  idle(): Promise<void>;
  logs(count?: number): FunctionLogLine[];
  /** How the template's alarms stand, as far as this machine measures what they look at. */
  alarms(): AlarmState[];
  close(): Promise<void>;
}
