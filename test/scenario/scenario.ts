import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { inject } from 'vitest';
import type { CaseFile } from '../../functions/cases-api/case-file.ts';
import type { LocalStack, LocalStackOptions } from '../../infra/local/local-stack.ts';
import { startLocalStack } from '../../infra/local/start-local-stack.ts';
import type { Outcome } from '../../shared/process/effects.ts';
import { outcomeFaults } from '../build/interface/outcome-faults.ts';
import { responseFaults } from '../build/interface/response-faults.ts';
import { type DataIn, eventsAt, newPartner, queueOf, type WireEvent } from '../fixtures/events.ts';
import { awsClients, urlOf } from '../infra/local/aws-clients.ts';
import { LogWatch } from './log-watch.ts';
import { type DeadLetter, drain, receive, sendBodies, sqsClient, toDeadLetter } from './queues.ts';

/** Which case. */
interface CaseKey {
  readonly partnerId: string;
  readonly tenantId: string;
}

/** A running local stack, and what tests do with it in the contract's words. */
export type Scenario = Awaited<ReturnType<typeof startScenario>>;

/**
 * Starts a local stack with the templates that global set-up made. Everything goes over the wire: AWS SDK clients and HTTP.
 * Closing it fails if any log line had personal data, a token or a nonce.
 * @param options.templates other templates, where no global set-up ran
 */
export async function startScenario(options: Partial<LocalStackOptions> = {}) {
  const { templates = inject('templates'), onLogLine, ...rest } = options;
  const watch = new LogWatch();
  const started = await startLocalStack({
    ...rest,
    templates,
    onLogLine: (line) => {
      watch.noteLine(line);
      onLogLine?.(line);
    },
  });
  const stack: LocalStack = {
    ...started,
    async close() {
      await started.close();
      watch.assertClean();
    },
  };
  const { dynamodb } = awsClients(stack);
  const sqs = sqsClient(stack.sqs);

  /** Sends bodies, valid or not, to a queue. */
  const send = (queue: string, ...bodies: string[]) => {
    for (const body of bodies) watch.noteMessage(body);
    return sendBodies(sqs, urlOf(stack, queue), bodies);
  };

  /** Publishes events, each to its queue. */
  const publish = async (...events: WireEvent[]) => {
    const queues = Map.groupBy(events, ({ type }) => queueOf(type));
    for (const [queue, of] of queues) await send(queue, ...of.map((event) => JSON.stringify(event)));
  };

  /** Publishes events and waits until everything that follows from them is done. */
  const publishAndWait = async (...events: WireEvent[]) => {
    await publish(...events);
    await stack.idle();
  };

  const events = eventsAt(() => stack.clock.now());

  /** The case file, or `null` when there is no such case. */
  const findCase = async ({ partnerId, tenantId }: CaseKey): Promise<CaseFile | null> => {
    const response = await fetch(`${stack.api}/partners/${partnerId}/customers/${tenantId}`);
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`case file: ${response.status} ${await response.text()}`);
    const file = assertDocumented(await response.json(), (value) => responseFaults('CaseFile', value));
    // What the function answers is this type, by way of JSON, which all its values survive.
    return file as CaseFile;
  };

  const mails = (to?: string) => stack.mails().filter((mail) => to === undefined || mail.to.includes(to));

  /** Takes the visible messages off a queue. @returns their bodies */
  const receiveAll = async (queue: string) =>
    (await drain(sqs, urlOf(stack, queue))).map(({ Body = '' }) => Body);

  const deadLetters = async (queue: string): Promise<DeadLetter[]> =>
    (await drain(sqs, urlOf(stack, `${queue}-dlq`))).map(toDeadLetter);

  return {
    stack,
    sqs,
    events,
    send,
    publish,
    publishAndWait,
    findCase,
    mails,
    /** Takes all dead letters off a queue's DLQ. */
    deadLetters,
    receiveAll,
    /** Receives up to ten messages of a queue, which then are in flight. */
    receive: (queue: string) => receive(sqs, urlOf(stack, queue)),
    /** Waits until nothing is left to do now; what waits for its back-off may remain. */
    runDueWork: () => stack.clock.advance('PT0S'),
    /** The case file of a case that must be there. */
    async caseFile(key: CaseKey): Promise<CaseFile> {
      const file = await findCase(key);
      if (!file) throw new Error(`there is no case of ${key.tenantId}`);
      return file;
    },
    /** Registers a partner. */
    async registerPartner(overrides: Partial<DataIn<'partner.registered'>> = {}) {
      const partner = newPartner(overrides);
      await publishAndWait(events.registered(partner));
      return partner;
    },
    /**
     * Takes all outcomes off their queue and drops repeats by their id, as a consumer may.
     * @param tenantId only this customer's are given back
     * @throws Error when two outcomes have one id but differ, or the AsyncAPI document tells them otherwise
     */
    async receiveOutcomes(tenantId?: string): Promise<Outcome[]> {
      const all = distinct(await receiveAll('outcomes')).map((body): Outcome => JSON.parse(body));
      for (const one of all) assertDocumented(one, outcomeFaults);
      const wanted = JSON.stringify({ tenantId });
      return all.filter(({ data }) => tenantId === undefined || JSON.stringify(data.customer) === wanted);
    },
    /** What was decided of a subscription, as its case file tells it. */
    async decisionOf(key: CaseKey, subscriptionId: string) {
      const file = await findCase(key);
      const found = file?.subscriptions.find(({ id }) => id === subscriptionId);
      if (!found) throw new Error(`the case has no subscription ${subscriptionId}`);
      const { rule, status, reason, path, earliestMoveDate } = found;
      return { rule, status, reason, path, earliestMoveDate };
    },
    /** Puts dead letters back on their queue, as an operator's redrive does. */
    async redrive(queue: string): Promise<void> {
      await send(queue, ...(await deadLetters(queue)).map(({ body }) => body));
    },
    /** The link in the newest mail to an address that has one. */
    invitationLink(to: string): string {
      const words = mails(to).flatMap(({ text }) => text.split(/\s+/));
      const link = words.findLast((word) => word.startsWith(`${stack.api}/invitations/`));
      if (link === undefined) throw new Error(`no mail to ${to} has a link`);
      return link;
    },
    /** Every item of the table as it lies there, in key order. */
    async tableItems(): Promise<string> {
      const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: stack.dynamodb.table }));
      return Items.map((item) => JSON.stringify(item))
        .sort()
        .join('\n');
    },
  };
}

/** Passes on what the published documents say of it. @throws Error naming what they do not say, or say otherwise */
export function assertDocumented<Value>(value: Value, faultsOf: (value: Value) => readonly string[]): Value {
  const faults = faultsOf(value);
  if (faults.length === 0) return value;
  throw new Error(`differs from the documents: ${faults.join('; ')}\n${JSON.stringify(value)}`);
}

/** Outcomes without repeats, in order. @throws Error when two have one id but differ */
export function distinct(bodies: readonly string[]): string[] {
  const byId = new Map<string, string>();
  for (const body of bodies) {
    const { id }: Outcome = JSON.parse(body);
    const known = byId.get(id);
    if (known !== undefined && known !== body)
      throw new Error(`two outcomes share the id ${id}:\n${known}\n${body}`);
    byId.set(id, body);
  }
  return [...byId.values()];
}
