import { describe, expect, it } from 'vitest';
import { renderInvitation, renderReminder } from '../../shared/mail/render/invitation.ts';
import { columnsOf } from '../../shared/mail/render/layout.ts';
import { invitation } from '../screenshots/views.ts';

describe.each(['en', 'zh-Hant'] as const)('an invitation in %s', (locale) => {
  const { subject, html, text } = renderInvitation(invitation, locale);

  it('says who asks, for what, for which subscriptions, until when and how to withdraw, in both bodies', () => {
    const withdraw = {
      en: ['Settings → Partner relationships', 'Remove roles', 'August 31, 2026 at 9:30 AM UTC'],
      'zh-Hant': ['設定 → 合作夥伴關係', '移除角色', '2026年8月31日 上午9:30 [UTC]'],
    }[locale];
    const said = [
      ...['Contoso Cloud Services', 'Fabrikam Bakeries Ltd', 'Dana Whitfield', 'Microsoft 365 E3'],
      ...['support@contoso.example', invitation.invitationId, invitation.link, ...withdraw],
    ];
    for (const each of said) {
      expect(html).toContain(each);
      expect(text.replace(/\s+/g, ' ')).toContain(each);
    }
    expect(subject).toContain('Contoso Cloud Services');
  });

  it('has the link alone on its line in plain text, once', () => {
    expect(text.split('\n').filter((line) => line === invitation.link)).toHaveLength(1);
  });

  it('has plain text of at most 72 columns but for the link', () => {
    for (const line of text.split('\n'))
      if (line !== invitation.link) expect(columnsOf(line)).toBeLessThanOrEqual(72);
  });

  it('names its language and loads nothing', () => {
    expect(html).toContain(`<html lang="${locale}" dir="ltr"`);
    expect(html).not.toMatch(/<(img|link|script|iframe|object)\b|url\(|@import|src=/i);
    const addresses = [...html.matchAll(/href="([^"]*)"/g)].map(([, address]) => address);
    expect(new Set(addresses)).toEqual(new Set([invitation.link, 'mailto:support@contoso.example']));
  });
});

describe('an invitation', () => {
  it('without a contact’s name or subscriptions still reads well', () => {
    const { html, text } = renderInvitation(
      { ...invitation, customer: { name: 'Fabrikam' }, subscriptions: [], more: 0 },
      'en',
    );
    expect(text).toContain('Hello,');
    expect(html).not.toContain('Which subscriptions');
  });

  it('explains the scope it asks for', () => {
    expect(renderInvitation(invitation, 'en').text).toContain('Global administrators');
    const narrow = renderInvitation({ ...invitation, scope: 'reseller-only' }, 'en').text;
    expect(narrow.replace(/\s+/g, ' ')).toContain('no administrator role in your tenant');
  });

  it('refuses a link that is not http', () => {
    expect(() => renderInvitation({ ...invitation, link: 'javascript:alert(1)' }, 'en')).toThrow(TypeError);
  });

  it('says when it is a reminder, and which', () => {
    const { subject, text } = renderReminder({ ...invitation, reminder: 2 }, 'en');
    expect(subject).toMatch(/^Reminder: /);
    expect(text).toContain('This is reminder 2.');
    expect(text).toContain(invitation.link);
  });
});

describe('the day by which a customer is asked to decide', () => {
  const DAY = 86_400_000;
  const openedAt = Date.parse('2026-11-27T02:26:00Z');
  const preheaderOf = (html: string) => /Please decide by ([^:]*(?::\d\d[^:]*)?):/.exec(html)?.[1];

  it('is whole before the end of the invitation, in every time zone', () => {
    for (const [minutes, day] of [
      [0, 'December 25, 2026'],
      [9 * 60 + 33, 'December 25, 2026'],
      [9 * 60 + 34, 'December 26, 2026'],
    ] as const) {
      const expiresAt = openedAt + 30 * DAY + minutes * 60_000;
      const { html } = renderInvitation({ ...invitation, openedAt, expiresAt }, 'en');
      expect([minutes, preheaderOf(html)]).toEqual([minutes, day]);
      // The last clock on earth, 12 hours behind UTC, has finished that day by then.
      expect(Date.parse(`${day} 00:00 UTC`) + 36 * 3_600_000).toBeLessThanOrEqual(expiresAt);
    }
  });

  it('is the exact time in a reminder and for an invitation of one day', () => {
    const short = { ...invitation, openedAt, expiresAt: openedAt + DAY };
    const exact = 'November 28, 2026 at 2:26 AM UTC';
    expect(preheaderOf(renderInvitation(short, 'en').html)).toBe(exact);
    expect(preheaderOf(renderReminder({ ...short, reminder: 1 }, 'en').html)).toBe(exact);
  });
});
