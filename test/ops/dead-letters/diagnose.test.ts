import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../../infra/ops/dead-letters/dead-letter.ts';
import { diagnose, type PartnerIsKnown } from '../../../infra/ops/dead-letters/diagnose.ts';
import { deadLetterJson, printDeadLetter } from '../../../infra/ops/dead-letters/print-dead-letter.ts';
import { CliError } from '../../../infra/ops/errors.ts';
import { exampleEvent } from '../../../infra/ops/events/fresh-event.ts';
import { TextOutput } from '../../../infra/ops/terminal/text-output.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const QUEUE = 'subscription-events';
const known = async (partnerId: string) => partnerId === 'contoso';
const unknown = async () => false;
const good = JSON.stringify(exampleEvent('subscription.ingested', NOW));

function letter(
  body: string,
  errorCode: string | null = null,
  errorDetail: string | null = null,
): DeadLetter {
  return {
    id: 'm-1',
    receiptHandle: 'r',
    body,
    attributes: {},
    sentAt: 0,
    receives: 8,
    errorCode,
    errorDetail,
  };
}

const why = async (queue: string, of: DeadLetter, isKnown: PartnerIsKnown = known) =>
  (await diagnose(queue, of, isKnown)).why;

describe('why a message is there', () => {
  it('is what its function noted', async () => {
    expect(await why(QUEUE, letter('{"id"', 'not-json', 'event must be JSON'))).toMatchObject({
      code: 'not-json',
      workedOut: false,
      detail: 'event must be JSON',
      redriveHelps: false,
    });
    expect(await why(QUEUE, letter(good, 'case-contended', 'x'))).toMatchObject({
      code: 'case-contended',
      redriveHelps: true,
    });
  });

  it('unknown partner: redriving helps as soon as it is registered', async () => {
    const parked = letter(good, 'unknown-partner', 'data.partnerId is not registered');
    expect(await why(QUEUE, parked, unknown)).toMatchObject({ redriveHelps: false });
    expect(await why(QUEUE, parked)).toMatchObject({
      redriveHelps: true,
      todo: 'The partner is registered now. Redrive it.',
    });
  });

  it('is worked out where SQS moved it and nothing is noted', async () => {
    expect(await why(QUEUE, letter(good))).toMatchObject({
      code: 'no-reason',
      workedOut: true,
      redriveHelps: true,
    });
    expect(await why(QUEUE, letter(good), unknown)).toMatchObject({
      code: 'unknown-partner',
      workedOut: true,
      redriveHelps: false,
    });
    const wrong = JSON.stringify(exampleEvent('relationship.requested', NOW));
    expect(await why(QUEUE, letter(wrong))).toMatchObject({ code: 'wrong-queue', workedOut: true });
    const bad = JSON.stringify({
      ...exampleEvent('subscription.ended', NOW),
      data: { partnerId: 'contoso' },
    });
    expect(await why(QUEUE, letter(bad))).toMatchObject({
      code: 'invalid-data',
      workedOut: true,
      detail: expect.stringContaining('data.subscriptionId is required'),
    });
  });

  it('a refusal that this version would not make again may be redriven', async () => {
    expect(
      await why(QUEUE, letter(good, 'unknown-type', 'type must be a type of the contract')),
    ).toMatchObject({
      redriveHelps: true,
      todo: 'By this version’s schemas it would be taken now. Redrive it.',
    });
  });

  it('knows what the other queues hold', async () => {
    const due = JSON.stringify({
      partnerId: 'contoso',
      tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039',
      dueAt: 'x',
    });
    expect((await diagnose('due-cases', letter(due), unknown)).contents).toMatchObject({
      type: 'due case',
      partnerId: 'contoso',
      refusal: null,
    });
    expect(await why('due-cases', letter('{}', 'invalid-data', 'x'))).toMatchObject({
      todo: expect.stringContaining('Only this product writes to this queue'),
    });
    const notice = JSON.stringify({
      eventType: 'Bounce',
      mail: { messageId: 's', tags: { mailId: ['i-invitation'] } },
    });
    expect((await diagnose('mail-feedback', letter(notice), unknown)).contents.mailId).toBe('i-invitation');
    expect(await why('mail', letter('no json'))).toMatchObject({ code: 'not-json', workedOut: true });
    const outcome = {
      type: 'subscription.decided',
      id: 'o',
      source: '/multichannel-support/contoso',
      data: {},
    };
    expect((await diagnose('outcomes', letter(JSON.stringify(outcome)), unknown)).contents.partnerId).toBe(
      'contoso',
    );
  });
});

describe('when the API does not answer', () => {
  const silent = async () => new CliError('timeout', 'There was no answer in time.');

  it('says so, and all that is known without it', async () => {
    const todo = expect.stringContaining(
      'Could not ask whether the partner is known: There was no answer in time.',
    );
    const left = { redriveHelps: false, unsure: true, todo };
    expect(await why(QUEUE, letter(good), silent)).toMatchObject({ code: 'no-reason', ...left });
    const noted = letter(good, 'store-busy', 'x');
    expect(await why(QUEUE, noted, silent)).toMatchObject({
      code: 'store-busy',
      says: 'DynamoDB had no capacity for it, again and again.',
      detail: 'x',
      ...left,
    });
  });

  it('is not asked about what no partner can mend', async () => {
    expect(await why(QUEUE, letter('{"id"'), silent)).toMatchObject({ code: 'not-json', unsure: false });
    expect(await why('mail', letter(good, 'ses-Throttling'), silent)).toMatchObject({ unsure: false });
  });
});

describe.each([
  ['written out', 'robin.fisher@fabrikam.example'],
  ['percent-encoded', 'robin.fisher%40fabrikam.example'],
])('what is shown of a message with an address %s', (_, SECRET) => {
  const names = {
    specversion: '1.0',
    id: SECRET,
    source: `mailto:${SECRET}`,
    type: `x ${SECRET}`,
    time: '2026-11-22T12:00:00Z',
    data: {
      partnerId: `Robin Fisher`,
      customer: { tenantId: SECRET, name: 'Robin Fisher' },
      comment: 'Robin',
    },
  };

  it('holds no address, name or comment, whatever the message says of itself', async () => {
    const bodies = [
      JSON.stringify(names),
      JSON.stringify({ ...names, type: 'subscription.ingested' }),
      SECRET,
      '"Robin"',
      'null',
    ];
    for (const body of bodies) {
      for (const queue of [QUEUE, 'mail', 'mail-feedback', 'due-cases', 'outcomes']) {
        const found = await diagnose(
          queue,
          letter(body, `x${SECRET}`, `data.name ${SECRET} is wrong`),
          known,
        );
        const page = new TextOutput({ columns: 80, colours: false });
        printDeadLetter(page, found, 0);
        const all = `${page}${JSON.stringify(deadLetterJson(found, 0))}`;
        expect(all).not.toMatch(/robin|fisher/i);
      }
    }
  });
});
