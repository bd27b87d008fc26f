import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { eventsAt } from '../fixtures/events.ts';
import { pick, randomFrom } from '../fixtures/random.ts';
import { generateTraffic } from '../fixtures/traffic.ts';
import { type ChildStack, startChildStack } from '../scenario/child-stack.ts';
import { compareCases } from '../scenario/core-comparison.ts';
import { buildTemplates } from '../scenario/global-setup.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    events: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const HELP = `Kills the local stack under load, then checks that nothing is lost and nothing is there twice.

  npm run chaos -- --kills 100     of ten kills, five hit one function, four all functions at once, and one the whole stack;
                                   a fifth as often, DynamoDB, SQS or SES stops for up to three seconds

  --events N   accepted events (default 10000)
  --seed N     seed of events and kills (default 1)
`;

/** Messages of a request. */
const BATCH = 10;
const CUSTOMERS = 60;
/** The functions that consume queues. */
const FUNCTIONS = [
  'subscription-ingested',
  'relationship-approved',
  'azure-onboarding-requested',
  'due-cases',
  'send-mail',
  'mail-feedback',
] as const;

const STAND_INS = ['dynamodb', 'sqs', 'ses'] as const;
/** Kills for each stop of a stand-in. */
const KILLS_A_STOP = 5;

/** What a kill hits. AWS does not die with a function, so the stand-ins outlive all but one kill in ten. */
type Target = 'one function' | 'all functions' | 'the whole stack';

function targetOf(number: number): Target {
  if (number % 10 === 9) return 'the whole stack';
  return number % 2 === 0 ? 'one function' : 'all functions';
}

async function main(): Promise<boolean> {
  if (values.help) {
    console.log(HELP);
    return true;
  }
  const kills = Number(values.kills);
  const random = randomFrom(Number(values.seed));
  const { folder, templates } = await buildTemplates();
  const templatesFile = join(folder, 'templates.json');
  const data = join(folder, 'data');
  writeFileSync(templatesFile, JSON.stringify(templates));
  let stack = await startChildStack(templatesFile, data);
  try {
    const traffic = generateTraffic({
      seed: Number(values.seed),
      events: Number(values.events),
      customers: CUSTOMERS,
      now: new Date(),
    });
    const registrations = traffic.partners.map((partner) => eventsAt(() => new Date()).registered(partner));
    await stack.send(
      'subscription-events',
      registrations.map((event) => JSON.stringify(event)),
    );
    await stack.idle();

    const batches = [...Map.groupBy(traffic.deliveries, ({ queue }) => queue)].flatMap(([queue, all]) =>
      Array.from({ length: Math.ceil(all.length / BATCH) }, (_, index) => ({
        queue,
        // All queues advance together.
        at: (index * BATCH) / all.length,
        bodies: all.slice(index * BATCH, (index + 1) * BATCH).map(({ body }) => body),
      })),
    );
    batches.sort((one, other) => one.at - other.at);
    const startedAt = performance.now();
    const counts: Record<Target, number> = { 'one function': 0, 'all functions': 0, 'the whole stack': 0 };
    const stops = { dynamodb: 0, sqs: 0, ses: 0 };
    let killed = 0;
    for (const [index, { queue, bodies }] of batches.entries()) {
      await sendUntilAccepted(() => stack, queue, bodies);
      while (killed < Math.floor(((index + 1) * kills) / batches.length)) {
        const target = targetOf(killed++);
        if (killed % KILLS_A_STOP === 0) {
          const stop = pick(STAND_INS, random);
          stops[stop]++;
          stack.stopStandIn({ stop, forMilliseconds: 500 + random() * 2_500 });
        }
        counts[target]++;
        // Somewhere in the work on what was sent.
        await new Promise((resolve) => setTimeout(resolve, random() * 300));
        if (target === 'the whole stack') {
          await stack.kill();
          stack = await startChildStack(templatesFile, data);
        } else if (target === 'all functions') stack.killFunctions({ kill: FUNCTIONS });
        else stack.killFunctions({ kill: [pick(FUNCTIONS, random)], most: 1 });
      }
    }
    // What was in flight at a kill comes back when its visibility timeout is over.
    for (let round = 0; round < 8; round++) await stack.advance('PT4M');
    await stack.idle();
    const lines = await check(stack, traffic, registrations, counts['the whole stack']);
    console.log(
      `${batches.reduce((sum, { bodies }) => sum + bodies.length, 0)} deliveries of ${traffic.valid.length} events and ${traffic.malformed.length} malformed ones`,
    );
    for (const [target, count] of Object.entries(counts))
      console.log(`${String(count).padStart(4)} kills of ${target}`);
    for (const [service, count] of Object.entries(stops))
      console.log(`${String(count).padStart(4)} stops of ${service}`);
    console.log(`${Math.round((performance.now() - startedAt) / 1000)} s`);
    for (const { line, isBroken } of lines) console.log(`${isBroken ? 'BROKEN' : 'ok    '} ${line}`);
    return lines.every(({ isBroken }) => !isBroken);
  } finally {
    await stack.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A sender keeps what was not acknowledged, and sends it again. */
async function sendUntilAccepted(
  stack: () => ChildStack,
  queue: string,
  bodies: readonly string[],
): Promise<void> {
  for (;;) {
    try {
      return await stack().send(queue, bodies);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function check(
  stack: ChildStack,
  traffic: ReturnType<typeof generateTraffic>,
  registrations: Parameters<typeof compareCases>[3],
  wholeKills: number,
): Promise<{ readonly line: string; readonly isBroken: boolean }[]> {
  const unfit = new Set(traffic.malformed.map(({ body }) => body));
  const valid = new Set(traffic.valid.map((event) => JSON.stringify(event)));
  const dead: Awaited<ReturnType<ChildStack['deadLetters']>> = [];
  for (const queue of new Set(traffic.deliveries.map((one) => one.queue)))
    dead.push(...(await stack.deadLetters(queue)));
  const deadValid = dead.filter(({ body }) => valid.has(body));
  const unexplained = dead.filter(({ errorCode }) => !errorCode);
  const missing = [...unfit].filter((body) => !dead.some((letter) => letter.body === body));

  const { customers, valid: accepted } = traffic;
  const { files, different } = await compareCases(stack.api, customers, accepted, registrations);
  const kept = files.flatMap(({ timeline }) => timeline.map(({ id }) => id));
  const lost = traffic.valid.filter(({ id }) => !kept.includes(id));
  const twice = kept.filter((id, index) => kept.indexOf(id) !== index);
  const mails = (await stack.mails()).map(({ id }) => id);
  const repeated = mails.filter((id, index) => mails.indexOf(id) !== index);
  return [
    { line: `${lost.length} of ${traffic.valid.length} accepted events lost`, isBroken: lost.length > 0 },
    { line: `${twice.length} events twice in a timeline`, isBroken: twice.length > 0 },
    {
      line: `${different} of ${files.length} cases differ from the fold of their events`,
      isBroken: different > 0,
    },
    { line: `${deadValid.length} valid events in dead-letter queues`, isBroken: deadValid.length > 0 },
    {
      line: `${missing.length} malformed events missing there, ${unexplained.length} without a reason`,
      isBroken: missing.length + unexplained.length > 0,
    },
    // When the stand-in of SES dies with the stack, it cannot tell that it has the mail.
    {
      line: `${repeated.length} of ${mails.length} mails sent twice`,
      isBroken: repeated.length > wholeKills,
    },
  ];
}

process.exitCode = (await main()) ? 0 : 1;
