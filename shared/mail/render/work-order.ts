import type { OnboardingStep } from '../../events/azure-onboarding.ts';
import { type Locale, mailTexts, onboardingTexts } from '../../texts/compiled.generated.ts';
import { formatMoment } from '../../texts/dates.ts';
import type { Phrase } from '../../texts/phrase.ts';
import { translate } from '../../texts/translate.ts';
import { type Block, block, type Fact } from './blocks.ts';
import { type RenderedMail, rendered } from './rendered.ts';
import type { WorkOrderView } from './views.ts';
import { details, hasForm } from './work-order-details.ts';
import { instructions } from './work-order-instructions.ts';

/** What a partner gets whenever a step of an onboarding becomes due: what to do, and with which details. */
export function renderWorkOrder(view: WorkOrderView, locale: Locale): RenderedMail {
  const say = translate(locale, onboardingTexts);
  const { partner, customer, subscription } = view;
  const step = say(`step.${view.step}`);
  const count = { number: stepNumber(view), total: view.steps.length };
  return rendered(
    {
      subject: say('work.subject', { customer: customer.name, step }),
      preheader: say('work.preheader', { ...count, subscription: subscription.name }),
      sender: [{ outside: partner.name }],
      blocks: [
        block('heading', step),
        block(
          'paragraph',
          say('work.lead', {
            ...count,
            subscription: subscription.name,
            customer: customer.name,
            chain: say(`chain.${view.chain}`),
          }),
        ),
        block('subheading', say('work.do')),
        { kind: 'steps', items: instructions(view, locale) },
        ...dueBlocks(view, locale),
        block('subheading', say(hasForm(view.step) ? 'work.details' : 'work.facts')),
        { kind: 'facts', facts: details(view, locale) },
        ...askBlocks(view, locale),
        ...reportBlocks(view, locale),
        block('subheading', say('work.progress')),
        { kind: 'steps', items: view.steps.map((each) => progress(each, locale)) },
      ],
      footer: translate(locale, mailTexts)('notice.footer', { partner: partner.name }),
    },
    locale,
  );
}

function stepNumber({ steps, step }: WorkOrderView): number {
  return steps.findIndex(({ name }) => name === step) + 1;
}

function dueBlocks({ dueBy }: WorkOrderView, locale: Locale): Block[] {
  if (dueBy === undefined) return [];
  return [
    block(
      'paragraph',
      translate(locale, onboardingTexts)('work.due', { date: [formatMoment(dueBy, locale)] }),
    ),
  ];
}

/** What no event tells and the forms of a new subscription ask for (domain 3.6). */
function askBlocks({ step }: WorkOrderView, locale: Locale): Block[] {
  if (step !== 'enter-details') return [];
  const say = translate(locale, onboardingTexts);
  const items = (['domain', 'address', 'offer', 'owner', 'segment'] as const).map((what) =>
    say(`ask.${what}`),
  );
  return [block('subheading', say('work.ask')), { kind: 'list', items }];
}

/** Steps whose completion may tell the new subscription's ID (contract §2). */
const TELLS_NEW_ID: readonly OnboardingStep[] = ['create-subscription', 'confirm-transfer'];

function reportBlocks(view: WorkOrderView, locale: Locale): Block[] {
  const say = translate(locale, onboardingTexts);
  const last = stepNumber(view) === view.steps.length;
  const newId: Phrase = view.newSubscriptionId
    ? [{ outside: view.newSubscriptionId }]
    : say('work.report.newId');
  const facts: Fact[] = [
    ...(view.partner.partnerId
      ? [{ label: ['partnerId'], value: [{ outside: view.partner.partnerId }] }]
      : []),
    { label: ['customer.tenantId'], value: [{ outside: view.customer.tenantId }] },
    { label: ['subscriptionId'], value: [{ outside: view.subscription.id }] },
    { label: ['step'], value: [view.step] },
    ...(TELLS_NEW_ID.includes(view.step) ? [{ label: ['newSubscriptionId'], value: newId }] : []),
  ];
  return [
    block('subheading', say('work.report')),
    block('paragraph', say(last ? 'work.report.last' : 'work.report.next')),
    { kind: 'facts', facts },
    block('small', say('work.report.failed')),
  ];
}

function progress({ name, status }: WorkOrderView['steps'][number], locale: Locale): Phrase {
  const say = translate(locale, onboardingTexts);
  const line = say('work.progress.step', { step: say(`step.${name}`), status: say(`status.${status}`) });
  return status === 'due' ? [{ strong: line }] : line;
}
