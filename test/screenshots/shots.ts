import { renderInformCurrentPartner } from '../../shared/mail/render/inform-current-partner.ts';
import { renderInvitation, renderReminder } from '../../shared/mail/render/invitation.ts';
import { renderNotice } from '../../shared/mail/render/notice.ts';
import { renderReceipt } from '../../shared/mail/render/receipt.ts';
import { renderWorkOrder } from '../../shared/mail/render/work-order.ts';
import { renderPage } from '../../shared/page/render.ts';
import type { PageView } from '../../shared/page/views.ts';
import type { Locale } from '../../shared/texts/compiled.generated.ts';
import {
  ask,
  done,
  informCurrentPartner,
  invitation,
  microsoftLink,
  notice,
  receipt,
  workOrders,
} from './views.ts';

/** One screenshot: a document or an address, at a width (CSS pixels), in a colour scheme. */
export interface Shot {
  readonly name: string;
  /** An address is ready when something that matches `shows` is there. */
  readonly source: { readonly html: string } | { readonly url: string; readonly shows: string };
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}

const PHONE = 390;

/** Steps whose work orders are pictured: a form, a warning, a wait with a limit, and a legacy form. */
const PICTURED_STEPS = ['enter-details', 'cancel-existing', 'current-partner-accepts', 'sign-form'];

/**
 * Every screenshot `npm run screenshots` takes: all of English and Traditional Chinese, and what may break in the others on a
 * phone, German being the longest and Japanese the densest.
 */
export function shots(): Shot[] {
  const others: readonly Locale[] = ['de', 'ja', 'fr', 'es'];
  return [
    ...every('en'),
    ...every('zh-Hant').filter(({ name }) => !/^mail-(letter|work-order).*-desktop$/.test(name)),
    ...others.flatMap((locale) => every(locale).filter(({ name }) => LONGEST.test(name))),
  ];
}

/** The fullest of each kind, on a phone. */
const LONGEST = /^(mail-invitation|mail-letter|mail-work-order-enter-details|page-ask)-\w+-phone$/;

function every(locale: Locale): Shot[] {
  return [...mails(locale), ...onboardingMails(locale), ...pages(locale)];
}

/** The views of the local console on a running stack. */
export function stackShots(api: string): Shot[] {
  const views = ['events', 'cases', 'mails', 'queues', 'outcomes', 'alarms', 'logs', 'send'];
  return views.flatMap((view) => {
    const source = { url: `${api}/_local#/${view}`, shows: '#activity.good' };
    return [
      { name: `console-${view}-desktop`, source, width: 1400, scheme: 'light' as const },
      { name: `console-${view}-desktop-dark`, source, width: 1400, scheme: 'dark' as const },
      { name: `console-${view}-phone`, source, width: PHONE, scheme: 'light' as const },
    ];
  });
}

function mails(locale: Locale): Shot[] {
  const what = ['approved', 'consented', 'declined', 'expired', 'undeliverable', 'removed'] as const;
  const all = [
    { name: 'invitation', html: renderInvitation(invitation, locale).html },
    {
      name: 'invitation-reseller-only',
      html: renderInvitation({ ...invitation, scope: 'reseller-only', more: 0 }, locale).html,
    },
    {
      name: 'invitation-with-code',
      html: renderInvitation({ ...invitation, reference: '7K2M-9XQ4' }, locale).html,
    },
    { name: 'reminder', html: renderReminder({ ...invitation, reminder: 2 }, locale).html },
    { name: 'receipt-approved', html: renderReceipt(receipt, locale).html },
    { name: 'receipt-consented', html: renderReceipt({ ...receipt, microsoftLink }, locale).html },
    { name: 'receipt-declined', html: renderReceipt({ ...receipt, decision: 'declined' }, locale).html },
    ...what.map((each) => ({
      name: `notice-${each}`,
      html: renderNotice(
        { ...notice, outcome: each, comment: each === 'declined' ? notice.comment : undefined },
        locale,
      ).html,
    })),
  ];
  return [
    ...all.flatMap(({ name, html }) => inWidths(`mail-${name}-${locale}`, html, 700)),
    ...all.slice(0, 1).map(({ html }) => ({
      name: `mail-invitation-${locale}-dark`,
      source: { html },
      width: 700,
      scheme: 'dark' as const,
    })),
  ];
}

function onboardingMails(locale: Locale): Shot[] {
  const { currentPartner, ...unnamed } = informCurrentPartner;
  return [
    { name: 'letter', html: renderInformCurrentPartner(informCurrentPartner, locale).html },
    { name: 'letter-legacy', html: renderInformCurrentPartner({ ...unnamed, offer: 'legacy' }, locale).html },
    ...workOrders
      .filter(({ step }) => PICTURED_STEPS.includes(step))
      .map((view) => ({ name: `work-order-${view.step}`, html: renderWorkOrder(view, locale).html })),
  ].flatMap(({ name, html }) => inWidths(`mail-${name}-${locale}`, html, 700));
}

function pages(locale: Locale): Shot[] {
  const states: readonly (readonly [string, PageView])[] = [
    ['ask', ask],
    ['ask-again', { ...ask, again: 'expired', scope: 'reseller-only' }],
    ['ask-reference', { ...ask, needsReference: true, again: 'reference' }],
    ['ask-too-fast', { ...ask, again: 'fast' }],
    ['approved-second', { ...done, isSecondAnswer: true }],
    ['declined-second', { ...done, decision: 'declined', isSecondAnswer: true }],
    ['approved', done],
    ['consented', { ...done, microsoftLink }],
    ['declined', { ...done, decision: 'declined' }],
    ['expired', { kind: 'expired', partner: ask.partner }],
    ['replaced', { kind: 'replaced' }],
    ['unknown', { kind: 'unknown' }],
    ['unavailable', { kind: 'unavailable' }],
    ['invalid', { kind: 'invalid' }],
  ];
  return states.flatMap(([name, view]) => {
    const { html } = renderPage(view, locale);
    const light = inWidths(`page-${name}-${locale}`, html, 1200);
    if (name !== 'ask') return light;
    return [
      ...light,
      ...light.map((shot) => ({ ...shot, name: `${shot.name}-dark`, scheme: 'dark' as const })),
    ];
  });
}

function inWidths(name: string, html: string, desktop: number): Shot[] {
  return [
    { name: `${name}-desktop`, source: { html }, width: desktop, scheme: 'light' },
    { name: `${name}-phone`, source: { html }, width: PHONE, scheme: 'light' },
  ];
}
