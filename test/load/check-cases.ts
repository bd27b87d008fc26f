import type { TestCustomer, WireEvent } from '../fixtures/events.ts';
import { compareCases, fetchWholeCase } from '../scenario/core-comparison.ts';
import type { LoadEvents } from './generator.ts';
import { backlog, deadLetters, type LoadStack } from './load-stack.ts';
import { figure, type Verdict } from './report.ts';

/**
 * Checks that nothing was lost and nothing happened twice: every event is in the timeline of its case once, every case is what
 * the core makes of its events, every mail it owes was sent once, and no queue holds anything.
 * @param others customers of whom only the mails are looked at
 */
export async function checkCases(
  stack: LoadStack,
  load: LoadEvents,
  registrations: readonly WireEvent[],
  others: readonly TestCustomer[] = [],
): Promise<Verdict[]> {
  const { files, different } = await compareCases(stack.api, load.customers, load.events, registrations);
  const missing = new Set(load.events.map(({ id }) => id));
  const owed = new Set<string>();
  let twice = 0;
  for (const { timeline, mails } of files) {
    for (const { id } of timeline) if (!missing.delete(id)) twice++;
    for (const { id, status } of mails) if (status !== 'skipped') owed.add(id);
  }
  for (const customer of others)
    for (const { id, status } of (await fetchWholeCase(stack.api, customer))?.mails ?? [])
      if (status !== 'skipped') owed.add(id);
  return [
    {
      line: `${figure(missing.size)} of ${figure(load.events.length)} events lost`,
      isBroken: missing.size > 0,
    },
    { line: `${twice} events twice in a timeline`, isBroken: twice > 0 },
    {
      line: `${different} of ${figure(files.length)} cases differ from what the core makes of their events`,
      isBroken: different > 0,
    },
    ...checkMails(
      owed,
      (await stack.ask('mails')).map(({ id }) => id),
    ),
    await checkQueues(stack),
  ];
}

function checkMails(owed: ReadonlySet<string>, sent: readonly string[]): Verdict[] {
  const distinct = new Set(sent);
  const unsent = owed.difference(distinct).size;
  const notOwed = distinct.difference(owed).size;
  const repeated = sent.length - distinct.size;
  return [
    {
      line: `of ${figure(owed.size)} mails owed, ${unsent} not sent and ${repeated} sent twice; ${notOwed} sent that no case owes`,
      isBroken: unsent + notOwed + repeated > 0,
    },
  ];
}

/** Checks that all queues are empty; the reader of outcomes must have taken the last one. */
export async function checkQueues(stack: LoadStack): Promise<Verdict> {
  const { queues } = await stack.ask('status');
  const [left, dead, outcomes] = [backlog(queues), deadLetters(queues), queues.outcomes ?? 0];
  return {
    line: `${left} messages left in queues, ${dead} in dead-letter queues, ${outcomes} outcomes not taken`,
    isBroken: left + dead + outcomes > 0,
  };
}
