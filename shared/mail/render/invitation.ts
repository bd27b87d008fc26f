import { type Locale, mailTexts, sharedTexts } from '../../texts/compiled.generated.ts';
import { formatDay, formatList, formatMoment } from '../../texts/formats.ts';
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

/** The mail that asks a customer for its permission. */
export function renderInvitation(view: InvitationView, locale: Locale): RenderedMail {
  const say = translate(locale, mailTexts);
  const names = { partner: view.partner.name, customer: view.customer.name };
  return renderMail(
    compose(view, locale, {
      subject: say('invitation.subject', names),
      heading: say('invitation.heading', names),
      lead: say('invitation.lead', names),
    }),
    locale,
  );
}

/** The same mail again, saying so. */
export function renderReminder(view: ReminderView, locale: Locale): RenderedMail {
  const say = translate(locale, mailTexts);
  const names = { partner: view.partner.name, customer: view.customer.name };
  return renderMail(
    compose(view, locale, {
      subject: say('reminder.subject', names),
      heading: say('reminder.heading', names),
      lead: say('reminder.lead', { ...names, number: view.reminder }),
    }),
    locale,
  );
}

/** Where invitation and reminder differ. */
interface Opening {
  readonly subject: Phrase;
  readonly heading: Phrase;
  readonly lead: Phrase;
}

function compose(view: InvitationView, locale: Locale, { subject, heading, lead }: Opening): Mail {
  const say = translate(locale, mailTexts);
  const both = translate(locale, sharedTexts);
  const names = { partner: view.partner.name, customer: view.customer.name };
  const { contactName } = view.customer;
  return {
    subject,
    preheader: preheader(view, locale) ?? lead,
    sender: say('sender', names),
    blocks: [
      block('heading', heading),
      block('paragraph', contactName ? say('greeting.named', { name: contactName }) : say('greeting')),
      block('paragraph', lead),
      block('subheading', say('invitation.allow')),
      block('paragraph', [{ strong: both(`scope.${view.scope}`) }]),
      block('paragraph', both(`allows.${view.scope}`, names)),
      block('paragraph', both('unchanged')),
      ...subscriptionBlocks(view, locale),
      ...buttonBlocks(say('invitation.button'), say('invitation.address'), view.link),
      block('small', say('invitation.safe')),
      block('subheading', say('invitation.facts')),
      { kind: 'facts', facts: facts(view, locale) },
    ],
    footer: say('invitation.footer', names),
  };
}

/** "Please decide by … : A, B, and 3 more subscriptions"; nothing if no subscription is named. */
function preheader(view: InvitationView, locale: Locale): Phrase | undefined {
  const shown = view.subscriptions.slice(0, 2).map(({ name }) => cleanLine(name));
  const rest = view.subscriptions.length - shown.length + view.more;
  if (shown.length === 0) return undefined;
  const more = rest > 0 ? [toText(translate(locale, sharedTexts)('more', { count: rest }))] : [];
  return translate(locale, mailTexts)('invitation.preheader', {
    date: [formatDay(view.expiresAt, locale)],
    subscriptions: formatList([...shown, ...more], locale),
  });
}

function subscriptionBlocks(view: InvitationView, locale: Locale): Block[] {
  const both = translate(locale, sharedTexts);
  if (view.subscriptions.length === 0) return [];
  const named = view.subscriptions.map(({ name, billing }) =>
    both('subscription', { name, billing: both(`billing.${billing}`) }),
  );
  return [
    block('subheading', translate(locale, mailTexts)('invitation.subscriptions')),
    { kind: 'list', items: view.more > 0 ? [...named, both('more', { count: view.more })] : named },
  ];
}

function facts(view: InvitationView, locale: Locale): Fact[] {
  const say = translate(locale, mailTexts);
  const both = translate(locale, sharedTexts);
  const names = { partner: view.partner.name, customer: view.customer.name };
  const email: Phrase = [{ address: view.partner.supportEmail }];
  return [
    { label: both('label.role'), value: say('invitation.forward', { role: both('role', names) }) },
    { label: both('label.until'), value: [formatMoment(view.expiresAt, locale)] },
    {
      label: say('invitation.ignored.label'),
      value: say('invitation.ignored', { ...names, date: [formatDay(view.expiresAt, locale)] }),
    },
    {
      label: say('invitation.withdraw.label'),
      value: both(`withdraw.${view.scope}`, { ...names, email }),
    },
    { label: both('label.questions'), value: email },
    { label: both('label.reference'), value: [{ untrusted: view.invitationId }] },
  ];
}
