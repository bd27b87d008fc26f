import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataIn, newCustomer } from '../fixtures/events.ts';
import { openPage, postForm, textOf } from './approval-page.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;

beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());

async function invite(partner: Partial<DataIn<'partner.registered'>> = {}) {
  const { partnerId } = await s.registerPartner(partner);
  const customer = newCustomer(partnerId);
  await s.publishAndWait(s.events.ingested(customer));
  const [mail] = s.mails(customer.contactEmail);
  if (!mail) throw new Error('no invitation');
  const status = async () => {
    await s.stack.idle();
    return (await s.caseFile(customer)).relationship.status;
  };
  return { customer, mail, status, link: s.invitationLink(customer.contactEmail) };
}

describe('a partner with confirmation: reference', () => {
  const reference = (text: string) => /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0] ?? '';

  it('mails the reference, and the page does not contain it', async () => {
    const { mail, link } = await invite({ confirmation: 'reference' });
    expect(reference(mail.text)).toHaveLength(9);
    expect(mail.html).toContain(reference(mail.text));
    const page = await openPage(link);
    expect(page.html).toContain('name="reference"');
    expect(page.html).not.toContain(reference(mail.text));
  });

  it('an approval without it, or with another, is not recorded and asked again', async () => {
    const { link, status } = await invite({ confirmation: 'reference' });
    const other = await invite({ confirmation: 'reference' });
    const { hidden } = await openPage(link);
    for (const typed of ['', '0000-0000', reference(other.mail.text), 'x'.repeat(5_000)]) {
      const page = await postForm(link, { ...hidden, decision: 'approve', reference: typed });
      expect(textOf(page.html)).toContain('Please type the approval code');
    }
    expect(await status()).toBe('invited');
  });

  it.each([
    ['as it stands in the mail', (text: string) => text],
    ['in lower case, with spaces', (text: string) => ` ${text.toLowerCase().replace('-', ' ')} `],
    [
      'in full width',
      (text: string) =>
        text.replace(/[0-9A-Z]/g, (c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0)),
    ],
  ])('an approval with the reference %s counts', async (_, typed) => {
    const { link, mail, status } = await invite({ confirmation: 'reference' });
    const { hidden } = await openPage(link);
    await postForm(link, { ...hidden, decision: 'approve', reference: typed(reference(mail.text)) });
    expect(await status()).toBe('active');
  });

  it('a decline needs no reference', async () => {
    const { link, status } = await invite({ confirmation: 'reference' });
    const { hidden } = await openPage(link);
    await postForm(link, { ...hidden, decision: 'decline' });
    expect(await status()).toBe('declined');
  });

  it('a reminder has the same reference', async () => {
    const { customer, mail } = await invite({ confirmation: 'reference' });
    await s.stack.clock.advance('P4D');
    const reminder = s.mails(customer.contactEmail).find(({ kind }) => kind === 'reminder');
    expect(reference(reminder?.text ?? '')).toBe(reference(mail.text));
  });
});

it('without it, neither mail nor page speak of a reference to type', async () => {
  const { mail, link } = await invite();
  expect(mail.text).not.toContain('type this code');
  expect((await openPage(link)).html).not.toContain('name="reference"');
});

describe('an approval within seconds of the delivery', () => {
  /** The cookie that a page sets. */
  const cookieOf = ({ headers }: { headers: Headers }) => headers.get('set-cookie')?.split(';')[0] ?? '';
  const approve = (link: string, hidden: object, cookie = '') =>
    openPage(link, {
      method: 'POST',
      headers: cookie === '' ? {} : { cookie },
      body: new URLSearchParams({ ...hidden, decision: 'approve' }),
    });
  const askedOnceMore = (page: { html: string }) => textOf(page.html).includes('Please approve once more');

  async function delivered() {
    const invited = await invite();
    await s.stack.feedback(invited.mail.id, 'delivery');
    await s.stack.idle();
    return invited;
  }

  it('from a browser that was never seen before is asked once more, and then counts', async () => {
    const { link, status } = await delivered();
    const page = await openPage(link);
    const again = await approve(link, page.hidden, cookieOf(page));
    expect([again.status, askedOnceMore(again), await status()]).toEqual([200, true, 'invited']);
    await approve(link, again.hidden, cookieOf(page));
    expect(await status()).toBe('active');
  });

  it('from a browser that opened an earlier mail counts at once', async () => {
    const earlier = await invite();
    const cookie = cookieOf(await openPage(earlier.link));
    await s.stack.clock.advance('PT1H');
    const { link, status } = await delivered();
    const page = await openPage(link, { headers: { cookie } });
    expect(cookieOf(page)).toBe('');
    await approve(link, page.hidden, cookie);
    expect(await status()).toBe('active');
  });

  it('with a forged cookie is asked once more', async () => {
    const { link, status } = await delivered();
    const { hidden } = await openPage(link);
    for (const cookie of ['__Host-known-since=k1.0.x', '__Host-known-since=', 'a=b'])
      expect(askedOnceMore(await approve(link, hidden, cookie))).toBe(true);
    expect(await status()).toBe('invited');
  });

  it('a decline counts at once; so does an approval later, or without a report of the delivery', async () => {
    const declined = await delivered();
    const { hidden } = await openPage(declined.link);
    await postForm(declined.link, { ...hidden, decision: 'decline' });
    expect(await declined.status()).toBe('declined');

    const later = await delivered();
    await s.stack.clock.advance('PT1M');
    await approve(later.link, (await openPage(later.link)).hidden);
    expect(await later.status()).toBe('active');

    const unreported = await invite();
    await approve(unreported.link, (await openPage(unreported.link)).hidden);
    expect(await unreported.status()).toBe('active');
  });

  it('the cookie names nobody, and no script can read it', async () => {
    const { link } = await invite();
    const { headers } = await openPage(link);
    expect(headers.get('set-cookie')).toMatch(
      /^__Host-known-since=[A-Za-z0-9]+\.[0-9a-z]+\.[A-Za-z0-9_-]{43}; Max-Age=34560000; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
    );
  });
});
