import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageHeaders, renderPage } from '../../shared/page/render.ts';
import { isLocale } from '../../shared/texts/choose-locale.ts';
import { traits } from '../../shared/texts/compiled.generated.ts';
import { ask, done, microsoftLink } from '../screenshots/views.ts';
import { FORBIDDEN, hostile, RUNS } from '../texts/hostile-text.ts';
import { states } from './page-states.ts';

describe('the approval page', () => {
  it.each(states)('$name has status $status, in the locale of the view', ({ view, status }) => {
    for (const locale of Object.keys(traits).filter(isLocale)) {
      const page = renderPage(view, locale);
      expect(page.status).toBe(status);
      expect(page.html).toContain(`<html lang="${locale}" dir="ltr">`);
      expect(page.headers['content-language']).toBe(locale);
    }
  });

  it('says who asks, for what, for which subscriptions, until when, and how to withdraw', () => {
    const { html } = renderPage(ask, 'en');
    const said = [
      ...['Contoso Cloud Services', 'Fabrikam Bakeries Ltd', 'Microsoft 365 E3', '4 more subscriptions'],
      ...['Global administrators', 'August 31, 2026 at 9:30 AM UTC', 'Remove roles', ask.invitationId],
    ];
    for (const each of said) expect(html).toContain(each);
  });

  it('sends the decision by a form, never by an address', () => {
    const { html } = renderPage(ask, 'en');
    expect(html).toContain('<form method="post">');
    expect(html).toContain('<input type="hidden" name="nonce" value="nonce">');
    expect(html).toContain('<button name="decision" value="approve">');
    expect(html).toContain('name="decision" value="decline"');
  });

  it('looks the same after the first and the second approval', () => {
    expect(renderPage({ ...done }, 'en')).toEqual(renderPage(done, 'en'));
    expect(renderPage({ ...done, at: undefined }, 'en').html).not.toContain('Decided');
  });

  it('has Microsoft’s link only after an approval, and only if it is https', () => {
    const href = `href="${microsoftLink.replaceAll('&', '&#38;')}"`;
    expect(renderPage({ ...done, microsoftLink }, 'en').html).toContain(href);
    expect(renderPage({ ...done, decision: 'declined', microsoftLink }, 'en').html).not.toContain(href);
    expect(() => renderPage({ ...done, microsoftLink: 'javascript:alert(1)' }, 'en')).toThrow(TypeError);
  });

  it('names nobody if the link is not valid', () => {
    for (const kind of ['unknown', 'replaced', 'unavailable', 'invalid'] as const) {
      expect(renderPage({ kind }, 'en').html).not.toMatch(/Contoso|Fabrikam|<bdi>/);
    }
  });

  it('has no script, loads nothing, and its policy allows exactly its own style', () => {
    for (const { view } of states) {
      const { html, headers } = renderPage(view, 'en');
      expect(html).not.toMatch(/<(script|link|img|iframe)\b| style="| on\w+="|url\(|@import/i);
      const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
      const hash = createHash('sha256').update(style).digest('base64');
      expect(headers['content-security-policy']).toContain(`style-src 'sha256-${hash}'`);
    }
  });

  it('may not be stored, indexed or framed, and sends no referrer', () => {
    expect(pageHeaders).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex, nofollow',
    });
    expect(pageHeaders['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    );
    expect(renderPage({ kind: 'unavailable' }, 'en').headers['retry-after']).toBe('30');
  });

  it('keeps its tags with any untrusted text', () => {
    const page = (text: string): string =>
      renderPage(
        {
          ...ask,
          partner: { name: text, supportEmail: `?${text}` },
          customerName: text,
          subscriptions: [{ name: text, billing: 'usage-based' }],
          invitationId: text,
        },
        'en',
      ).html;
    const tags = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];
    const expected = tags(page('x'));
    fc.assert(
      fc.property(hostile, (text) => {
        const html = page(text);
        expect(tags(html)).toEqual(expected);
        expect(html.replaceAll('\n', '')).not.toMatch(FORBIDDEN);
      }),
      RUNS,
    );
  });

  it('keeps its form with any nonce', () => {
    fc.assert(
      fc.property(hostile, (nonce) => {
        const { html } = renderPage({ ...ask, nonce }, 'en');
        expect(html.match(/<input[^>]*>/g)).toHaveLength(1);
      }),
      RUNS,
    );
  });
});
