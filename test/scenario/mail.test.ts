import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SETTLE_MS } from '../../shared/mail/send/send-mail.ts';
import { type DataIn, newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { submitDecision } from './approval-page.ts';
import { type Scenario, startScenario } from './scenario.ts';
import { sqsEvent } from './sqs-event.ts';

let s: Scenario;
beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());

async function aCustomer(
  partner: Partial<DataIn<'partner.registered'>> = {},
  overrides: Partial<TestCustomer> = {},
) {
  const { partnerId, notificationsEmail } = await s.registerPartner(partner);
  return { ...newCustomer(partnerId, overrides), desk: notificationsEmail };
}

const sentTo = (to: string) => s.mails(to).map(({ kind }) => kind);
const mailStatus = async (customer: TestCustomer) =>
  (await s.caseFile(customer)).relationship.invitation?.mail;
async function invitationSent(customer: TestCustomer) {
  return (await s.receiveOutcomes(customer.tenantId)).filter(({ type }) => type === 'invitation.sent');
}

/** Has an event decided while all else rests. @returns the order to send its mail, taken off the queue */
async function ordered(customer: TestCustomer): Promise<string> {
  await s.stack.pollers.pause();
  const body = JSON.stringify(s.events.ingested(customer));
  await s.stack.invoke('subscription-ingested', sqsEvent('subscription-events', [body]));
  const [order = ''] = await s.receiveAll('mail');
  return order;
}

describe('one mail per mail id (contract 4)', () => {
  it('a mail request delivered three times at once sends one mail', async () => {
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

  it('when SES accepts a mail but its response is lost, the delivery notification completes it: one mail', async () => {
    const customer = await aCustomer();
    s.stack.faults.ses({ mode: 'accept-then-drop', times: 1 });
    await s.publish(s.events.ingested(customer));
    await s.runDueWork();
    expect(sentTo(customer.contactEmail)).toEqual(['invitation']);
    expect(await mailStatus(customer)).toBe('sent');
    await s.stack.clock.advance('PT5S');
    await s.stack.idle();
    expect(sentTo(customer.contactEmail)).toEqual(['invitation']);
    expect(await invitationSent(customer)).toHaveLength(1);
    await s.stack.clock.advance('PT1H');
    expect(sentTo(customer.contactEmail)).toEqual(['invitation']);
  });

  it('without a response and a notification the mail is sent again only after the notification’s time limit', async () => {
    const customer = await aCustomer();
    await s.send('mail', await ordered(customer));
    const [order] = await s.receive('mail');
    s.stack.faults.ses({ mode: 'accept-then-drop', times: 1 });
    await s.stack.invoke('send-mail', sqsEvent('mail', [order ?? '']));
    expect(await s.receiveAll('mail-feedback')).toHaveLength(1);
    s.stack.pollers.resume();
    const lease = 60_000;
    for (let waited = 0; waited < lease + SETTLE_MS - 60_000; waited += 60_000) {
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

  it('a delivery notification is recorded, and an older one changes nothing', async () => {
    const customer = await aCustomer();
    await s.publishAndWait(s.events.ingested(customer));
    const mailId = s.mails(customer.contactEmail)[0]?.id ?? '';
    expect(await s.stack.feedback(mailId, 'delivery')).toBe(true);
    await s.stack.idle();
    expect(await mailStatus(customer)).toBe('delivered');
    await s.stack.feedback(mailId, 'delivery');
    await s.stack.idle();
    expect(await mailStatus(customer)).toBe('delivered');
  });

  it('an invitation replaced before its mail was sent is not mailed', async () => {
    const customer = await aCustomer();
    const stale = await ordered(customer);
    s.stack.pollers.resume();
    await s.publishAndWait(s.events.requested(customer));
    await s.send('mail', stale);
    await s.stack.idle();
    expect(sentTo(customer.contactEmail)).toEqual(['invitation']);
    expect((await fetch(s.invitationLink(customer.contactEmail))).status).toBe(200);
  });
});

describe('sender, recipient and language (contract 4)', () => {
  it('From is the verified sender with the partner’s name, Reply-To the partner’s supportEmail', async () => {
    const partner = { name: 'Contoso "Cloud", 雲端', supportEmail: 'help@contoso.example' };
    const customer = await aCustomer(partner);
    await s.publishAndWait(s.events.ingested(customer));
    await submitDecision(s.invitationLink(customer.contactEmail), 'approve');
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
      await s.publishAndWait(s.events.ingested(customer));
      const [mail] = s.mails(customer.contactEmail);
      expect(mail?.html).toContain(`lang="${language}"`);
      expect(/\p{Script=Han}/u.test(mail?.subject ?? '')).toBe(language === 'zh-Hant');
      const page = await fetch(s.invitationLink(customer.contactEmail));
      expect(page.headers.get('content-language')).toMatch(tag);
      await submitDecision(s.invitationLink(customer.contactEmail), 'decline');
      await s.stack.idle();
      const receipt = s.mails(customer.contactEmail).find(({ kind }) => kind === 'receipt');
      expect(receipt?.html).toContain(`lang="${language}"`);
    },
  );

  it('muted kinds are not sent, all others are', async () => {
    const customer = await aCustomer({ muted: ['receipt', 'notice'] });
    await s.publishAndWait(s.events.ingested(customer));
    await submitDecision(s.invitationLink(customer.contactEmail), 'approve');
    await s.stack.idle();
    expect([sentTo(customer.contactEmail), sentTo(customer.desk)]).toEqual([['invitation'], []]);
    const muted = await aCustomer({ muted: ['invitation'] });
    await s.publishAndWait(s.events.ingested(muted));
    expect(sentTo(muted.contactEmail)).toEqual([]);
    expect(await mailStatus(muted)).toBe('skipped');
    expect(await invitationSent(muted)).toEqual([]);
    expect(await s.deadLetters('mail')).toEqual([]);
  });
});
