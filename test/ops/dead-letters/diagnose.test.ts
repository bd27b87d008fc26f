import { describe, expect, it } from 'vitest';
import type { PartnerLookup } from '../../../infra/ops/cases/partner-lookup.ts';
import type { DeadLetter } from '../../../infra/ops/dead-letters/dead-letter-queue.ts';
import { diagnose } from '../../../infra/ops/dead-letters/diagnose.ts';
import { deadLetterJson, printDeadLetter } from '../../../infra/ops/dead-letters/print-dead-letters.ts';
import { CliError } from '../../../infra/ops/errors.ts';
import { exampleEvent } from '../../../infra/ops/events/fresh-event.ts';
import { TextOutput } from '../../../infra/ops/terminal/text-output.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const QUEUE = 'subscription-events';
const known = async (partnerId: string) => partnerId === 'contoso';
const unknown = async () => false;
const good = JSON.stringify(exampleEvent('subscription.ingested', NOW));

function deadLetter(
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

const causeOf = async (queue: string, message: DeadLetter, lookup: PartnerLookup = known) =>
  (await diagnose(queue, message, lookup)).cause;

describe('the cause', () => {
  it('is the error code of the function', async () => {
    expect(await causeOf(QUEUE, deadLetter('{"id"', 'not-json', 'event must be JSON'))).toMatchObject({
      code: 'not-json',
      workedOut: false,
      detail: 'event must be JSON',
      redriveHelps: false,
    });
    expect(await causeOf(QUEUE, deadLetter(good, 'case-contended', 'x'))).toMatchObject({
      code: 'case-contended',
      redriveHelps: true,
    });
  });

  it('unknown-partner: a redrive helps after the registration', async () => {
    const parked = deadLetter(good, 'unknown-partner', 'data.partnerId is not registered');
    expect(await causeOf(QUEUE, parked, unknown)).toMatchObject({ redriveHelps: false });
    expect(await causeOf(QUEUE, parked)).toMatchObject({
      redriveHelps: true,
      todo: 'The partner is registered now. Redrive it.',
    });
  });

  it('is found by checking the message if SQS moved it without a code', async () => {
    expect(await causeOf(QUEUE, deadLetter(good))).toMatchObject({
      code: 'no-reason',
      workedOut: true,
      redriveHelps: true,
    });
    expect(await causeOf(QUEUE, deadLetter(good), unknown)).toMatchObject({
      code: 'unknown-partner',
      workedOut: true,
      redriveHelps: false,
    });
    const wrong = JSON.stringify(exampleEvent('relationship.requested', NOW));
    expect(await causeOf(QUEUE, deadLetter(wrong))).toMatchObject({ code: 'wrong-queue', workedOut: true });
    const bad = JSON.stringify({
      ...exampleEvent('subscription.ended', NOW),
      data: { partnerId: 'contoso' },
    });
    expect(await causeOf(QUEUE, deadLetter(bad))).toMatchObject({
      code: 'invalid-data',
      workedOut: true,
      detail: expect.stringContaining('data.subscriptionId is required'),
    });
  });

  it('a refused message that is valid for this version can be redriven', async () => {
    expect(
      await causeOf(QUEUE, deadLetter(good, 'unknown-type', 'type must be a type of the contract')),
    ).toMatchObject({
      redriveHelps: true,
      todo: 'The schemas of this version accept it. Redrive it.',
    });
  });

  it('reads the messages of every queue', async () => {
    const due = JSON.stringify({
      partnerId: 'contoso',
      tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039',
      dueAt: 'x',
    });
    expect((await diagnose('due-cases', deadLetter(due), unknown)).contents).toMatchObject({
      type: 'due case',
      partnerId: 'contoso',
      refusal: null,
    });
    expect(await causeOf('due-cases', deadLetter('{}', 'invalid-data', 'x'))).toMatchObject({
      todo: expect.stringContaining('Only this product writes to this queue'),
    });
    const notification = JSON.stringify({
      eventType: 'Bounce',
      mail: { messageId: 's', tags: { mailId: ['i-invitation'] } },
    });
    expect((await diagnose('mail-feedback', deadLetter(notification), unknown)).contents.mailId).toBe(
      'i-invitation',
    );
    expect(await causeOf('mail', deadLetter('no json'))).toMatchObject({ code: 'not-json', workedOut: true });
    const outcome = {
      type: 'subscription.decided',
      id: 'o',
      source: '/multichannel-support/contoso',
      data: {},
    };
    expect(
      (await diagnose('outcomes', deadLetter(JSON.stringify(outcome)), unknown)).contents.partnerId,
    ).toBe('contoso');
  });
});

describe('if the API does not answer', () => {
  const silent = async () => new CliError('timeout', 'There was no answer in time.');

  it('contains the error and everything that is known without the API', async () => {
    const todo = expect.stringContaining('The partner could not be looked up: There was no answer in time.');
    const left = { redriveHelps: false, unsure: true, todo };
    expect(await causeOf(QUEUE, deadLetter(good), silent)).toMatchObject({ code: 'no-reason', ...left });
    const noted = deadLetter(good, 'store-busy', 'x');
    expect(await causeOf(QUEUE, noted, silent)).toMatchObject({
      code: 'store-busy',
      says: 'DynamoDB throttled every attempt.',
      detail: 'x',
      ...left,
    });
  });

  it('is not asked if the partner does not matter', async () => {
    expect(await causeOf(QUEUE, deadLetter('{"id"'), silent)).toMatchObject({
      code: 'not-json',
      unsure: false,
    });
    expect(await causeOf('mail', deadLetter(good, 'ses-Throttling'), silent)).toMatchObject({
      unsure: false,
    });
  });
});

describe.each([
  ['in plain text', 'robin.fisher@fabrikam.example'],
  ['percent-encoded', 'robin.fisher%40fabrikam.example'],
])('the output for a message with an address %s', (_, SECRET) => {
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

  it('contains no address, name or comment', async () => {
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
          deadLetter(body, `x${SECRET}`, `data.name ${SECRET} is wrong`),
          known,
        );
        const output = new TextOutput({ columns: 80, colors: false });
        printDeadLetter(output, found, 0);
        const all = `${output}${JSON.stringify(deadLetterJson(found, 0))}`;
        expect(all).not.toMatch(/robin|fisher/i);
      }
    }
  });
});
