import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SETTLE } from '../../shared/mailing/claim.ts';
import { type DataIn, newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { type Scenario, startScenario } from './harness.ts';
import { answer } from './page.ts';
import { sqsEvent } from './records.ts';

let s: Scenario;
beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());

async function aCustomer(
  partner: Partial<DataIn<'partner.registered'>> = {},
  told: Partial<TestCustomer> = {},
) {
  const { partnerId, notificationsEmail } = await s.partner(partner);
  return { ...newCustomer(partnerId, told), desk: notificationsEmail };
}

const sentTo = (to: string) => s.mails(to).map(({ kind }) => kind);
const mailStatus = async (customer: TestCustomer) =>
  (await s.caseFile(customer)).relationship.invitation?.mail;
async function invitationSent(customer: TestCustomer) {
  return (await s.outcomes(customer.tenantId)).filter(({ type }) => type === 'invitation.sent');
}

/** Has an event decided while all else rests. @returns the order to send its mail, taken off the queue */
async function ordered(customer: TestCustomer): Promise<string> {
  await s.stack.pollers.pause();
  const body = JSON.stringify(s.events.ingested(customer));
  await s.stack.invoke('subscription-ingested', sqsEvent('subscription-events', [body]));
  const [order = ''] = await s.takeOff('mail');
  return order;
}

describe('one mail a mail id (contract 4)', () => {
  it('an order that is delivered three times at once is one mail', async () => {
    const customer = await aCustomer();
    const order = await ordered(customer);
    await s.send('mail', order, order, order);
    s.stack.pollers.resume();
    await s.stack.idle();
    await s.send('mail', order);
    await s.stack.idle();
    expect(sentTo(customer.contactEmail)).toEqual(['invitation']);
    expect(await invitationSent(customer)).toHaveLength(1);
  });

  it('SES takes it and the connection drops before the answer: its notice settles it, one mail', async () => {
    const customer = await aCustomer();
    s.stack.faults.ses({ mode: 'accept-then-drop', times: 1 });
    await s.publish(s.events.ingested(customer));
    await s.settled();
    expect(sentTo(customer.contactEmail)).toEqual(['invitation']);
    expect(await mailStatus(customer)).toBe('sent');
    await s.stack.clock.advance('PT5S');
    await s.stack.idle();
    expect(sentTo(customer.contactEmail)).toEqual(['invitation']);
    expect(await invitationSent(customer)).toHaveLength(1);
    await s.stack.clock.advance('PT1H');
    expect(sentTo(customer.contactEmail)).toEqual(['invitation']);
  });

  it('no answer and no notice either: sent again, but only after the time a notice may take', async () => {
    const customer = await aCustomer();
    await s.send('mail', await ordered(customer));
    const [order] = await s.receive('mail');
    s.stack.faults.ses({ mode: 'accept-then-drop', times: 1 });
    await s.stack.invoke('send-mail', sqsEvent('mail', [order ?? '']));
    expect(await s.takeOff('mail-feedback')).toHaveLength(1);
    s.stack.pollers.resume();
    const lease = 60_000;
    for (let waited = 0; waited < lease + SETTLE - 60_000; waited += 60_000) {
      await s.stack.clock.advance('PT1M');
      expect([waited, sentTo(customer.contactEmail)]).toEqual([waited, ['invitation']]);
    }
    expect(await mailStatus(customer)).toBe('sending');
    await s.stack.clock.advance('PT5M');
    await s.stack.idle();
    expect(sentTo(customer.contactEmail)).toEqual(['invitation', 'invitation']);
    expect(await mailStatus(customer)).toBe('sent');
    expect(await invitationSent(customer)).toHaveLength(1);
    expect(await s.deadLetters('mail')).toEqual([]);
  });

  it('a delivery notice is recorded; older news changes nothing', async () => {
    const customer = await aCustomer();
    await s.tell(s.events.ingested(customer));
    const mailId = s.mails(customer.contactEmail)[0]?.id ?? '';
    expect(await s.stack.feedback(mailId, 'delivery')).toBe(true);
    await s.stack.idle();
    expect(await mailStatus(customer)).toBe('delivered');
    await s.stack.feedback(mailId, 'delivery');
    await s.stack.idle();
    expect(await mailStatus(customer)).toBe('delivered');
  });

  it('an invitation that was replaced before its mail left is not mailed', async () => {
    const customer = await aCustomer();
    const stale = await ordered(customer);
    s.stack.pollers.resume();
    await s.tell(s.events.requested(customer));
    await s.send('mail', stale);
    await s.stack.idle();
    expect(sentTo(customer.contactEmail)).toEqual(['invitation']);
    expect((await fetch(s.link(customer.contactEmail))).status).toBe(200);
  });
});

describe('who writes to whom, in which language (contract 4)', () => {
  it('From is the verified sender with the partner’s name, Reply-To the partner’s supportEmail', async () => {
    const partner = { name: 'Contoso "Cloud", 雲端', supportEmail: 'help@contoso.example' };
    const customer = await aCustomer(partner);
    await s.tell(s.events.ingested(customer));
    await answer(s.link(customer.contactEmail), 'approve');
    await s.stack.idle();
    const mails = [...s.mails(customer.contactEmail), ...s.mails(customer.desk)];
    expect(mails.map(({ kind }) => kind)).toEqual(['invitation', 'receipt', 'notice']);
    for (const mail of mails) {
      expect(mail.from).toBe('Contoso "Cloud", 雲端 <support@multichannel.example>');
      expect([mail.cc, mail.bcc, mail.to.length]).toEqual([[], [], 1]);
    }
    expect(mails.slice(0, 2).map(({ replyTo }) => replyTo)).toEqual([
      [partner.supportEmail],
      [partner.supportEmail],
    ]);
  });

  it.each([
    ['zh-TW', undefined, /^zh-Hant/, 'zh-Hant'],
    ['en-GB', 'zh-TW', /^en/, 'en'],
    [undefined, 'zh-Hant-HK', /^zh-Hant/, 'zh-Hant'],
    ['xx', undefined, /^en/, 'en'],
  ])(
    'customer %s, partner %s: mail and page in its language',
    async (locale, defaultLocale, tag, language) => {
      const partner = defaultLocale === undefined ? {} : { defaultLocale };
      const customer = await aCustomer(partner, locale === undefined ? {} : { locale });
      await s.tell(s.events.ingested(customer));
      const [mail] = s.mails(customer.contactEmail);
      expect(mail?.html).toContain(`lang="${language}"`);
      expect(/\p{Script=Han}/u.test(mail?.subject ?? '')).toBe(language === 'zh-Hant');
      const page = await fetch(s.link(customer.contactEmail));
      expect(page.headers.get('content-language')).toMatch(tag);
      await answer(s.link(customer.contactEmail), 'decline');
      await s.stack.idle();
      const receipt = s.mails(customer.contactEmail).find(({ kind }) => kind === 'receipt');
      expect(receipt?.html).toContain(`lang="${language}"`);
    },
  );

  it('muted kinds are not sent; the others are', async () => {
    const customer = await aCustomer({ muted: ['receipt', 'notice'] });
    await s.tell(s.events.ingested(customer));
    await answer(s.link(customer.contactEmail), 'approve');
    await s.stack.idle();
    expect([sentTo(customer.contactEmail), sentTo(customer.desk)]).toEqual([['invitation'], []]);
    const muted = await aCustomer({ muted: ['invitation'] });
    await s.tell(s.events.ingested(muted));
    expect(sentTo(muted.contactEmail)).toEqual([]);
    expect(await mailStatus(muted)).toBe('skipped');
    expect(await invitationSent(muted)).toEqual([]);
    expect(await s.deadLetters('mail')).toEqual([]);
  });
});
