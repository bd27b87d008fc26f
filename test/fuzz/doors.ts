import { CATALOGUE } from '../../shared/events/catalogue.ts';
import { eventsAt, newCustomer, newPartner, queueOf } from '../fixtures/events.ts';
import { pick, randomFrom } from '../fixtures/random.ts';
import { startWebhook } from '../partner-center/webhook.ts';
import { FAULTS, type Fault } from '../simulation/faults.ts';
import { request } from '../simulation/http.ts';
import { World } from '../simulation/world.ts';
import { damagedBytes, mutatedJson, mutatedText, randomText } from './mutate.ts';

/** The result of one input. */
export interface Answer {
  /** For the table: an HTTP status, `processed`, `stuck` or an error code. */
  readonly kind: string;
  /** What went wrong; `null` if nothing did. */
  readonly problem: string | null;
}

/** One way into the product. */
export interface Door {
  readonly name: string;
  /** Sends a number of inputs and waits for all their answers. */
  send(count: number): Promise<readonly Answer[]>;
  close(): Promise<void>;
}

const HOUR = 3_600_000;

/** A simulated AWS where nothing goes wrong, with a partner and a customer who was asked. */
async function openWorld(seed: number) {
  const world = new World(seed, { without: new Set(Object.keys(FAULTS) as Fault[]) });
  const random = randomFrom(seed);
  const events = eventsAt(() => new Date(world.scheduler.time));
  const partner = newPartner({ partnerId: 'contoso' });
  const customers = Array.from({ length: 20 }, (_, index) =>
    newCustomer('contoso', { tenantId: `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}` }),
  );
  const bases: readonly object[] = [
    events.registered(partner),
    ...customers.flatMap((customer) => [
      events.ingested(customer, { id: 's1' }),
      events.ended(customer, 's1'),
      events.requested(customer),
      events.approved(customer, { scope: 'delegated-admin' }),
      events.declined(customer, { comment: 'Not now.' }),
      events.removed(customer),
      events.erased(customer),
      events.onboarding(customer, 's1'),
    ]),
    ...CATALOGUE.map(({ type, example }) => ({
      ...events.ended(customers[0] ?? newCustomer('contoso'), 's1'),
      type,
      data: example,
    })),
  ];
  /** Sends bodies to a queue and lets time pass until nothing is left to retry. */
  const deliver = async (queue: string, bodies: readonly string[]) => {
    for (const body of bodies) world.sqs.queue(queue).send(body);
    await world.scheduler.run(world.scheduler.time + 12 * HOUR);
  };
  await deliver('subscription-events', [JSON.stringify(events.registered(partner))]);
  for (const customer of customers)
    await deliver('subscription-events', [JSON.stringify(events.ingested(customer))]);
  const tokens = world.ses.accepted.flatMap(({ text }) => /invitations\/(\S+)/.exec(text)?.[1] ?? []);
  const nonces = await Promise.all(
    tokens.map(async (token) => {
      const page = await get(world, token);
      return /name="nonce" value="([^"]*)"/.exec(page)?.[1] ?? '';
    }),
  );
  const firstPage = request(world, 'cases-api', {
    method: 'GET',
    path: '/partners/contoso/customers',
    parameters: { partnerId: 'contoso' },
    query: { limit: '2' },
  });
  await world.scheduler.run(world.scheduler.time + 60_000);
  const { cursor } = JSON.parse((await firstPage)?.body ?? '{}');
  const cursors: readonly unknown[] = [
    JSON.parse(Buffer.from(cursor, 'base64url').toString()),
    ['CASE#contoso#\ud800', 'active##\ud800'],
    ['CASE#other#x', 'active##x'],
    [],
    {},
  ];
  return { world, random, bases, tokens, nonces, cursors, deliver };
}

/** The approval page, as a browser gets it. */
async function get(world: World, token: string): Promise<string> {
  const sent = request(world, 'approval-page', {
    method: 'GET',
    path: `/invitations/${token}`,
    parameters: { token },
    headers: { accept: 'text/html' },
  });
  await world.scheduler.run(world.scheduler.time + 60_000);
  return (await sent)?.body ?? '';
}

type Open = Awaited<ReturnType<typeof openWorld>>;

/** A door into a simulated AWS. It starts afresh after 4,000 inputs: otherwise its cases would grow and grow. */
async function worldDoor(
  name: string,
  sendIn: (open: Open, count: number) => Promise<readonly Answer[]>,
): Promise<Door> {
  let seed = 1;
  let open = await openWorld(seed);
  let sent = 0;
  return {
    name,
    async send(count) {
      if (sent >= 4_000) {
        open = await openWorld(++seed);
        sent = 0;
      }
      sent += count;
      const answers = await sendIn(open, count);
      const [violation] = open.world.violations.splice(0);
      return violation === undefined ? answers : [...answers, { kind: 'violation', problem: violation }];
    },
    close: async () => {},
  };
}

/** A queue: every message is processed, or is in the dead-letter queue with a code; none is left. */
function queueDoor(name: string, bodiesOf: (open: Open) => string): Promise<Door> {
  return worldDoor(name, async (open, count) => {
    const { world, deliver } = open;
    const queue = world.sqs.queue(name);
    const deadLetters = world.sqs.queue(`${name}-dlq`);
    await deliver(
      name,
      // SQS takes nothing but XML's characters, and a megabyte.
      Array.from({ length: count }, () =>
        bodiesOf(open).replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ''),
      ),
    );
    const dead = deadLetters.drain();
    const left = queue.drain();
    return [
      ...dead.map(({ attributes: { errorCode = '' }, body }) => ({
        kind: errorCode || 'no code',
        problem: errorCode === '' ? `no code: ${body.slice(0, 200)}` : null,
      })),
      ...left.map(({ body }) => ({ kind: 'stuck', problem: `stuck: ${body.slice(0, 200)}` })),
      ...Array.from({ length: Math.max(0, count - dead.length - left.length) }, () => ({
        kind: 'processed',
        problem: null,
      })),
    ];
  });
}

/** An HTTP route: never an answer of 500 or above. */
function httpDoor(
  name: string,
  inputOf: (open: Open) => Parameters<typeof request>[2],
  fn: Parameters<typeof request>[1],
): Promise<Door> {
  return worldDoor(name, async (open, count) => {
    const { world } = open;
    const answers: Answer[] = [];
    for (let index = 0; index < count; index++) {
      const input = inputOf(open);
      const startedAt = performance.now();
      const sent = request(world, fn, input);
      // A minute, in which a function ends, whatever it does.
      await world.scheduler.run(world.scheduler.time + 60_000);
      const response = await sent;
      const status = response?.status ?? 0;
      const milliseconds = performance.now() - startedAt;
      const problem =
        status === 0 || status >= 500
          ? `${status}: ${JSON.stringify(input).slice(0, 300)}`
          : milliseconds > 5_000
            ? `${Math.round(milliseconds)} ms: ${JSON.stringify(input).slice(0, 300)}`
            : null;
      answers.push({ kind: String(status), problem });
    }
    // What was accepted is processed as well.
    await world.scheduler.run(world.scheduler.time + 12 * HOUR);
    return answers;
  });
}

const CONTENT_TYPES = [
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'application/cloudevents-batch+json; charset=utf-8',
  'application/json',
  'application/cloudevents+json; charset=utf-16',
  '',
  'x'.repeat(500),
] as const;

/** Whether `POST /decisions` explains events of this type. */
function isDecided(event: object): boolean {
  return (
    'type' in event && (event.type === 'subscription.ingested' || event.type === 'azure-onboarding.requested')
  );
}

const FACT_OVERRIDES = [
  null,
  {},
  { held: 'none', block: 'declined' },
  { path: 'switch-partner', offer: 'legacy' },
  { toString: 'x', constructor: 'y' },
] as const;

/** A body as API Gateway passes it on: as text, or as bytes in Base64. */
function bodyOf(text: string, random: () => number) {
  if (random() < 0.8) return { body: text };
  const bytes = random() < 0.5 ? Buffer.from(text) : damagedBytes(text, random);
  return { body: bytes.toString('base64'), isBase64Encoded: true };
}

function notice({ random, world }: Open): object {
  const mail = pick(world.ses.accepted, random);
  return {
    eventType: pick(
      ['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject', 'Open', 'Click', 'DeliveryDelay'],
      random,
    ),
    mail: {
      timestamp: '2026-11-22T12:00:00.000Z',
      messageId: mail.messageId,
      destination: [mail.to],
      tags: { mailId: [mail.mailId], kind: [mail.kind] },
    },
    bounce: { bounceType: pick(['Permanent', 'Transient', 'Undetermined', ''], random) },
    complaint: { complaintFeedbackType: pick(['abuse', 'not-spam', null], random) },
    delivery: { timestamp: '2026-11-22T12:00:00.000Z' },
  };
}

/** Partner Center's webhook, with notifications that are signed as they should be. */
async function webhookDoor(): Promise<Door> {
  const webhook = await startWebhook();
  const random = randomFrom(7);
  const names = [
    'dap-admin-relationship-approved',
    'dap-admin-relationship-terminated',
    'granular-admin-relationship-approved',
    'granular-admin-relationship-expired',
    'reseller-relationship-accepted-by-customer',
    'transfer-completed',
    'test-created',
    'no-such-event',
  ];
  const base = () => ({
    EventName: pick(names, random),
    ResourceUri: 'https://api.partnercenter.microsoft.com/v1/customers/4b2a6e33-8791-4386-bd2b-0d55baf25039',
    ResourceName: 'Customer',
    AuditUri:
      'https://api.partnercenter.microsoft.com/auditactivity/v1/auditrecords/60d5c4bb-f78a-4200-a002-953d7cc1f5f8_4b2a6e33-8791-4386-bd2b-0d55baf25039_x_638331855840159088',
    ResourceChangeUtcDate: '2023-10-18T00:26:24.0159088+00:00',
  });
  return {
    name: 'POST /webhooks/partner-center',
    async send(count) {
      const answers: Answer[] = [];
      for (let index = 0; index < count; index++) {
        const text = mutatedJson(base(), random);
        const headers: Record<string, string> =
          random() < 0.1 ? { authorization: `Signature ${randomText(random)}` } : {};
        const body = random() < 0.9 ? Buffer.from(text) : damagedBytes(text, random);
        try {
          const { status = 500 } = await webhook.deliver(body, { headers, base64: true });
          answers.push({
            kind: String(status),
            problem: status >= 500 ? `${status}: ${text.slice(0, 300)}` : null,
          });
        } catch (error) {
          answers.push({ kind: 'thrown', problem: `${String(error)}: ${text.slice(0, 300)}` });
        }
      }
      webhook.reset();
      return answers;
    },
    close: () => webhook.close(),
  };
}

/** Every door through which something comes in from outside, and SES's notices. */
export const DOORS: Readonly<Record<string, () => Promise<Door>>> = {
  ...Object.fromEntries(
    ['subscription-events', 'relationship-events', 'azure-events'].map((queue) => [
      queue,
      () =>
        queueDoor(queue, ({ random, bases }) => {
          const own = bases.filter(
            (base) => 'type' in base && queueOf(base.type as 'subscription.ingested') === queue,
          );
          const base = {
            ...pick(random() < 0.9 ? own : bases, random),
            id: `e${Math.floor(random() * 1e9)}`,
          };
          return mutatedJson(base, random);
        }),
    ]),
  ),
  'mail-feedback': () => queueDoor('mail-feedback', (open) => mutatedJson(notice(open), open.random)),
  'POST /events': () =>
    httpDoor(
      'POST /events',
      ({ random, bases }) => {
        const batch = Array.from({ length: Math.floor(random() ** 2 * 5) }, () => pick(bases, random));
        const isBatch = random() < 0.5;
        return {
          method: 'POST',
          path: '/events',
          headers: {
            'content-type': random() < 0.8 ? CONTENT_TYPES[isBatch ? 1 : 0] : pick(CONTENT_TYPES, random),
          },
          ...bodyOf(mutatedJson(isBatch ? batch : pick(bases, random), random), random),
        };
      },
      'events-api',
    ),
  'POST /decisions': () =>
    httpDoor(
      'POST /decisions',
      ({ random, bases }) => ({
        method: 'POST',
        path: '/decisions',
        headers: { 'content-type': pick(['application/json', 'text/plain', ''], random) },
        ...bodyOf(
          mutatedJson(
            {
              event: pick(random() < 0.8 ? bases.filter(isDecided) : bases, random),
              facts: pick(FACT_OVERRIDES, random),
            },
            random,
          ),
          random,
        ),
      }),
      'events-api',
    ),
  '/invitations/{token}': () =>
    httpDoor(
      '/invitations/{token}',
      ({ random, tokens, nonces }) => {
        const index = Math.floor(random() * tokens.length);
        const whole = tokens[index] ?? '';
        const token = random() < 0.5 ? whole : mutatedText(whole, random).slice(0, 2_000);
        const fields = {
          decision: pick(['approve', 'decline', 'other', ''], random),
          nonce: pick([nonces[index] ?? '', nonces[0] ?? '', '', 'k1.a.b', randomText(random)], random),
          comment: randomText(random),
          reference: randomText(random),
        };
        const isPost = random() < 0.6;
        return {
          method: isPost ? 'POST' : 'GET',
          path: `/invitations/${token}`,
          parameters: { token },
          headers: {
            accept: pick(['text/html', '*/*', 'application/json'], random),
            'accept-language': randomText(random),
          },
          ...(isPost && bodyOf(mutatedText(new URLSearchParams(fields).toString(), random), random)),
        };
      },
      'approval-page',
    ),
  'GET /partners/{partnerId}/customers': () =>
    httpDoor(
      'GET /partners/{partnerId}/customers',
      ({ random, cursors }) => {
        const partnerId = random() < 0.8 ? 'contoso' : randomText(random);
        const tenantId =
          random() < 0.5
            ? mutatedText('00000000-0000-4000-8000-000000000001', random).slice(0, 2_000)
            : undefined;
        const query = JSON.parse(
          JSON.stringify({
            relationship: pick(['none', 'active', 'invited', 'other'], random),
            limit: pick(['1', '2', '100', '0', '101', '1e400', '-1'], random),
            cursor: Buffer.from(mutatedJson(pick(cursors, random), random)).toString('base64url'),
            timeline: pick(['0000000001.abc.1', '9999999999.x.999999', randomText(random)], random),
          }),
        );
        for (const name of Object.keys(query)) if (random() < 0.5) delete query[name];
        return {
          method: 'GET',
          path: `/partners/${partnerId}/customers`,
          parameters: { partnerId, ...(tenantId !== undefined && { tenantId }) },
          query,
        };
      },
      'cases-api',
    ),
  'POST /webhooks/partner-center': webhookDoor,
};
