import { setTimeout as sleep } from 'node:timers/promises';
import { eventsAt, newCustomer, newPartner, type TestCustomer } from '../fixtures/events.ts';
import { submitDecision } from '../scenario/approval-page.ts';
import { checkCases } from './check-cases.ts';
import { generateLoad } from './generator.ts';
import { startLoadStack } from './load-stack.ts';
import { OutcomeConsumer } from './outcomes.ts';
import { figure, printReport, quantile } from './report.ts';
import { sendAll } from './throughput.ts';

/** Largest allowed delay of an approval during an import, relative to an idle stack. */
const MOST_DELAY = 3;

/** Imports many subscriptions at once while customers approve. @returns whether every check passed */
export async function measureImport(options: {
  events: number;
  approvals: number;
  seed: number;
}): Promise<boolean> {
  const load = generateLoad({ ...options, onlySubscriptions: true });
  const stack = await startLoadStack();
  try {
    const now = () => new Date();
    const { registered, ingested } = eventsAt(now);
    const clicked = newPartner();
    const registrations = [...load.partners, clicked].map((partner) => registered(partner));
    // Half of them approve before the import, half during it.
    const customers = Array.from({ length: 2 * options.approvals }, () => newCustomer(clicked.partnerId));
    await stack.send(
      'subscription-events',
      registrations.map((event) => JSON.stringify(event)),
    );
    await stack.idle();
    const links = new Map<string, string>();
    const delays = new Map<string, (sentAt: number) => void>();
    const consumer = new OutcomeConsumer(stack, ({ type, data }, sentAt) => {
      if (type !== 'subscription.decided' || data.status !== 'supported') return;
      delays.get(String(data.subscriptionId))?.(sentAt);
    });
    const subscriptionOf = new Map<TestCustomer, string>();
    const invitations = customers.map((customer) => {
      const event = ingested(customer);
      subscriptionOf.set(customer, event.data.subscription.id);
      return JSON.stringify(event);
    });
    await stack.send('subscription-events', invitations);
    await stack.idle();
    for (const { to, text } of await stack.ask('mails')) {
      const link = text.split(/\s+/).find((word) => word.startsWith(`${stack.api}/invitations/`));
      if (link !== undefined) links.set(to, link);
    }
    /** Approves as a customer. @returns milliseconds from the click until the outcome `supported` */
    const approve = async (customer: TestCustomer): Promise<number> => {
      const supportedAt = new Promise<number>((resolve) => {
        delays.set(subscriptionOf.get(customer) ?? '', resolve);
      });
      const clickedAt = Date.now();
      await submitDecision(links.get(customer.contactEmail) ?? '', 'approve');
      return (await supportedAt) - clickedAt;
    };

    const idle: number[] = [];
    for (const customer of customers.slice(0, options.approvals)) idle.push(await approve(customer));
    const startedAt = performance.now();
    let isImporting = true;
    const imported = sendAll(stack, load.deliveries).then(() => stack.idle());
    const done = imported.finally(() => {
      isImporting = false;
    });
    const busy: number[] = [];
    for (const customer of customers.slice(options.approvals)) {
      if (!isImporting) break;
      busy.push(await approve(customer));
      // Spreads the approvals over the import.
      await sleep(Math.min(1_000, options.events / options.approvals / 2));
    }
    await done;
    const seconds = (performance.now() - startedAt) / 1000;
    await consumer.stop();
    const ratio = quantile(busy, 0.5) / quantile(idle, 0.5);
    const verdicts = await checkCases(stack, load, registrations, customers);
    return printReport(
      `${figure(load.events.length)} subscriptions imported at once, ${busy.length} approvals meanwhile`,
      [
        ['', 'idle', 'importing'],
        ['click to supported, median, ms', figure(quantile(idle, 0.5)), figure(quantile(busy, 0.5))],
        ['  of ten, nine take at most, ms', figure(quantile(idle, 0.9)), figure(quantile(busy, 0.9))],
        ['  longest, ms', figure(Math.max(...idle)), figure(Math.max(...busy))],
        ['import, seconds', '', figure(seconds)],
        ['subscriptions a second', '', figure(load.events.length / seconds)],
      ],
      [
        {
          line: `an approval takes ${figure(ratio, 1)} times as long, at most ${MOST_DELAY} allowed`,
          isBroken: ratio > MOST_DELAY,
        },
        {
          line: `${busy.length} of ${options.approvals} approvals came while the import ran`,
          isBroken: busy.length < options.approvals,
        },
        ...verdicts,
      ],
    );
  } finally {
    await stack.close();
  }
}
