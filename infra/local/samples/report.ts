import { styleText } from 'node:util';
import stringWidth from 'string-width';
import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import { SUBSCRIPTION_RULES } from '../../../shared/rules/subscription-rules.ts';
import type { LocalStack } from '../local-stack.ts';
import type { StoredMail } from '../ses/mailbox.ts';
import { PARTNERS } from './partners.ts';
import type { Scenario } from './scenarios.ts';

/** The result of a scenario. */
export interface SampleResult {
  readonly number: number;
  readonly scenario: Pick<Scenario, 'title' | 'partner' | 'customer'>;
  readonly file: CaseFile;
  readonly mails: readonly StoredMail[];
  readonly api: string;
}

type Format = Parameters<typeof styleText>[0];

/** The colours of statuses. Other statuses are red. */
const COLOURS: Readonly<Record<string, Format>> = {
  supported: 'green',
  'ready-to-onboard': 'green',
  'awaiting-approval': 'yellow',
  deferred: 'yellow',
};

/** The heading of a part of the report. */
export function groupHeading(title: string): string {
  return `\n${styleText('underline', title)}`;
}

/** The heading of the report. */
export function reportHeading(): string {
  return `\n${styleText('bold', 'What happened')} ${styleText('dim', `— ${SUBSCRIPTION_RULES.length} rules, first hit wins; every line is read from the running system`)}`;
}

/** Formats a scenario: partner and customer, the decision about each subscription with its rule, the relationship, the mails. */
export function formatResult({ number, scenario, file, mails }: SampleResult): string {
  const partner = PARTNERS[scenario.partner];
  const lines = [
    '',
    `${styleText('bold', `${String(number).padStart(2)}. ${scenario.title}`)}`,
    styleText('dim', `    ${partner.name} (${partner.kind}, ${partner.cloud}) for ${scenario.customer.name}`),
    ...file.subscriptions.map(subscriptionLine),
    `    ${padToColumns('relationship', 46)} ${relationshipText(file)}`,
    ...mails.filter((mail) => isAbout(mail, file)).map(mailLine),
  ];
  return lines.join('\n');
}

/** Formats a scenario of several days: the same, with its timeline, oldest first. */
export function formatLongResult(result: SampleResult): string {
  const { timeline } = result.file;
  const first = Date.parse(timeline.at(-1)?.recordedAt ?? '');
  const days = timeline.toReversed().map(({ recordedAt, type, rule, result: outcome, reason, changes }) => {
    const day = Math.floor((Date.parse(recordedAt) - first) / 86_400_000);
    const details = [rule, outcome === 'applied' ? null : outcome, reason, ...changes.map(changeText)]
      .filter(Boolean)
      .join(', ');
    return `    ${styleText('dim', `day ${String(day).padStart(2)}`)}  ${padToColumns(type, 34)} ${styleText('dim', details)}`;
  });
  return [formatResult({ ...result, mails: [] }), ...days, mailsLine(result)].join('\n');
}

/** Formats the refused messages in the dead-letter queue. */
export function formatRefusals(kept: readonly { readonly code: string; readonly detail: string }[]): string {
  const title = 'One message that is not an event: it is in subscription-events-dlq with its reason';
  const lines = kept.map(({ code, detail }) => `    ${styleText('red', code)}  ${detail}`);
  return ['', styleText('bold', `    ${title}`), ...lines].join('\n');
}

/** Formats the end of the report: every open invitation with its link. */
export function formatClosing({ console: page, api }: LocalStack, results: readonly SampleResult[]): string {
  const open = results.flatMap((one) => {
    const link = openLink(one);
    return link ? [`  ${one.scenario.customer.name}\n  ${styleText('cyan', link)}`] : [];
  });
  return [
    '',
    `${styleText('bold', 'Now you')}: open a link, approve or decline, and look at ${styleText('cyan', page)}`,
    styleText(
      'dim',
      `It shows cases, decisions with their reasons, queues and mails. API: ${api}. Queue URLs: .local/stack.json`,
    ),
    '',
    ...open,
    '',
  ].join('\n');
}

function subscriptionLine({
  name,
  billing,
  channel,
  status,
  reason,
  rule,
  path,
  earliestMoveDate,
  onboarding,
}: CaseFile['subscriptions'][number]): string {
  const details = [
    reason === rule ? null : reason,
    path,
    earliestMoveDate && `until ${earliestMoveDate.slice(0, 10)}`,
    onboarding?.parked && 'onboarding parked',
  ].filter(Boolean);
  const what = `${name} · ${billing === 'usage-based' ? 'usage' : 'licence'} · ${channel}`;
  const shown = styleText(COLOURS[status ?? ''] ?? 'red', (status ?? 'unknown').padEnd(17));
  return `    ${padToColumns(what, 46)} ${shown} ${styleText('dim', `${rule}${details.length > 0 ? ` (${details.join(', ')})` : ''}`)}`;
}

function relationshipText({ relationship }: CaseFile): string {
  const { status, scope, invitation } = relationship;
  const comment = invitation?.comment ? ` “${invitation.comment}”` : '';
  return `${status}${scope ? ` · ${scope}` : ''}${comment}`;
}

function mailLine({ kind, to, subject }: StoredMail): string {
  return `    ${padToColumns(`mail: ${kind} to ${to.join(', ')}`, 46)} ${styleText('dim', subject)}`;
}

/** Describes a change in a few words. */
function changeText(change: CaseFile['timeline'][number]['changes'][number]): string | null {
  switch (change.kind) {
    case 'relationship':
      return `relationship ${change.status}`;
    case 'invitation-opened':
      return 'customer invited';
    case 'step-due':
      return `${change.step} due`;
    case 'onboarding-completed':
      return 'onboarding done';
    case 'onboarding-failed':
      return `onboarding failed: ${change.detail ?? change.reason}`;
    default:
      return null;
  }
}

/** Counts the mails of a case by kind. */
function mailsLine({ mails, file }: SampleResult): string {
  const counts = Map.groupBy(
    mails.filter((mail) => isAbout(mail, file)),
    ({ kind }) => kind,
  );
  const kinds = [...counts].map(([kind, { length }]) => (length > 1 ? `${length} × ${kind}` : kind));
  return `    ${styleText('dim', 'mails')}   ${kinds.join(', ') || 'none'}`;
}

function openLink({ file, mails, api }: SampleResult): string | undefined {
  const { invitation } = file.relationship;
  if (invitation?.status !== 'open') return undefined;
  const mail = mails.find(({ id }) => id === `${invitation.id}-invitation`);
  return mail?.text.split(/\s+/).find((word) => word.startsWith(`${api}/invitations/`));
}

/** Whether a mail is about a case: it goes to the customer, or names the customer to the partner. */
function isAbout({ to, text }: StoredMail, { customer }: CaseFile): boolean {
  return to.includes(customer.contactEmail ?? '') || text.includes(customer.tenantId);
}

/** Pads a text to a width in terminal columns. */
function padToColumns(text: string, width: number): string {
  return text + ' '.repeat(Math.max(1, width - stringWidth(text)));
}
