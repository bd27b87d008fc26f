import { type Locale, mailTexts, sharedTexts } from '../../texts/compiled.generated.ts';
import { formatDay, formatList, formatMoment, lastWholeDay } from '../../texts/formats.ts';
import { type Phrase, toText } from '../../texts/phrase.ts';
import { translate } from '../../texts/translate.ts';
import { cleanLine } from '../../texts/untrusted.ts';
import {
  type Block,
  block,
  buttonBlocks,
  type Fact,
  type Mail,
  type RenderedMail,
  renderMail,
} from './layout.ts';
import type { InvitationView, ReminderView } from './views.ts';

/** Renders the mail that asks a customer for its permission. */
export function renderInvitation(view: InvitationView, locale: Locale): RenderedMail {
  const t = translate(locale, mailTexts);
  const names = { partner: view.partner.name, customer: view.customer.name };
  return renderMail(
    invitationMail(view, locale, {
      subject: t('invitation.subject', names),
      heading: t('invitation.heading', names),
      lead: t('invitation.lead', names),
    }),
    locale,
  );
}

/** Renders a reminder: the invitation again, with an opening that says so. */
export function renderReminder(view: ReminderView, locale: Locale): RenderedMail {
  const t = translate(locale, mailTexts);
  const names = { partner: view.partner.name, customer: view.customer.name };
  return renderMail(
    invitationMail(view, locale, {
      subject: t('reminder.subject', names),
      heading: t('reminder.heading', names),
      lead: t('reminder.lead', { ...names, number: view.reminder }),
    }),
    locale,
  );
}

/** The texts in which an invitation and a reminder differ. */
interface Opening {
  readonly subject: Phrase;
  readonly heading: Phrase;
  readonly lead: Phrase;
}

function invitationMail(view: InvitationView, locale: Locale, { subject, heading, lead }: Opening): Mail {
  const t = translate(locale, mailTexts);
  const tShared = translate(locale, sharedTexts);
  const names = { partner: view.partner.name, customer: view.customer.name };
  const { contactName } = view.customer;
  return {
    subject,
    preheader: preheader(view, locale) ?? lead,
    sender: t('sender', names),
    blocks: [
      block('heading', heading),
      block('paragraph', contactName ? t('greeting.named', { name: contactName }) : t('greeting')),
      block('paragraph', lead),
      block('subheading', t('invitation.allow')),
      block('paragraph', [{ strong: tShared(`scope.${view.scope}`) }]),
      block('paragraph', tShared(`allows.${view.scope}`, names)),
      block('paragraph', tShared('unchanged')),
      ...subscriptionBlocks(view, locale),
      ...buttonBlocks(t('invitation.button'), t('invitation.address'), view.link),
      ...(view.reference === undefined
        ? []
        : [block('paragraph', t('invitation.reference', { reference: view.reference }))]),
      block('small', t('invitation.safe')),
      block('subheading', t('invitation.facts')),
      { kind: 'facts', facts: facts(view, locale) },
    ],
    footer: t('invitation.footer', names),
  };
}

/** Formats "Please decide by …: A, B, and 3 more subscriptions"; undefined if no subscription is listed. */
function preheader(view: InvitationView, locale: Locale): Phrase | undefined {
  const shown = view.subscriptions.slice(0, 2).map(({ name }) => cleanLine(name));
  const rest = view.subscriptions.length - shown.length + view.more;
  if (shown.length === 0) return undefined;
  const more = rest > 0 ? [toText(translate(locale, sharedTexts)('more', { count: rest }))] : [];
  return translate(locale, mailTexts)('invitation.preheader', {
    date: [deadline(view, locale)],
    subscriptions: formatList([...shown, ...more], locale),
  });
}

/**
 * Formats the end of an invitation as a day on which its link still works, wherever the customer is. A reminder, or an invitation
 * of a day or two, may be later than that day; then it is the exact time.
 */
function deadline(view: InvitationView | ReminderView, locale: Locale): string {
  const day = lastWholeDay(view.expiresAt);
  const isReminder = 'reminder' in view;
  return !isReminder && day >= view.openedAt ? formatDay(day, locale) : formatMoment(view.expiresAt, locale);
}

function subscriptionBlocks(view: InvitationView, locale: Locale): Block[] {
  const tShared = translate(locale, sharedTexts);
  if (view.subscriptions.length === 0) return [];
  const named = view.subscriptions.map(({ name, billing }) =>
    tShared('subscription', { name, billing: tShared(`billing.${billing}`) }),
  );
  return [
    block('subheading', translate(locale, mailTexts)('invitation.subscriptions')),
    { kind: 'list', items: view.more > 0 ? [...named, tShared('more', { count: view.more })] : named },
  ];
}

function facts(view: InvitationView, locale: Locale): Fact[] {
  const t = translate(locale, mailTexts);
  const tShared = translate(locale, sharedTexts);
  const names = { partner: view.partner.name, customer: view.customer.name };
  const email: Phrase = [{ address: view.partner.supportEmail }];
  return [
    { label: tShared('label.role'), value: t('invitation.forward', { role: tShared('role', names) }) },
    { label: tShared('label.until'), value: [formatMoment(view.expiresAt, locale)] },
    {
      label: t('invitation.ignored.label'),
      value: t('invitation.ignored', { ...names, date: [formatMoment(view.expiresAt, locale)] }),
    },
    {
      label: t('invitation.withdraw.label'),
      value: tShared(`withdraw.${view.scope}`, { ...names, email }),
    },
    { label: tShared('label.questions'), value: email },
    { label: tShared('label.reference'), value: [{ exact: view.invitationId }] },
  ];
}
