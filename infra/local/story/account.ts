import { styleText } from 'node:util';
import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import { SUBSCRIPTION_RULES } from '../../../shared/rules/subscription-rules.ts';
import type { LocalStack } from '../local-stack.ts';
import type { StoredMail } from '../ses/mailbox.ts';
import type { Chapter } from './chapters.ts';
import { PARTNERS } from './partners.ts';

/** Everything that is known of a chapter once it was told. */
export interface ToldChapter {
  readonly number: number;
  readonly chapter: Pick<Chapter, 'title' | 'partner' | 'customer'>;
  readonly file: CaseFile;
  readonly mails: readonly StoredMail[];
  readonly api: string;
}

type Format = Parameters<typeof styleText>[0];

/** The colour of a status says how it stands; its word says it too. */
const COLOURS: Readonly<Record<string, Format>> = {
  supported: 'green',
  'ready-to-onboard': 'green',
  'awaiting-approval': 'yellow',
  deferred: 'yellow',
};

/** The line above a part of the story. */
export function part(title: string): string {
  return `\n${styleText('underline', title)}`;
}

/** The line above the story. */
export function heading(): string {
  return `\n${styleText('bold', 'What happened')} ${styleText('dim', `— ${SUBSCRIPTION_RULES.length} rules, first hit wins; every line is read from the running system`)}`;
}

/** A chapter: who, what was decided of each subscription by which rule, what is waited for, which mails left. */
export function accountOf({ number, chapter, file, mails }: ToldChapter): string {
  const partner = PARTNERS[chapter.partner];
  const lines = [
    '',
    `${styleText('bold', `${String(number).padStart(2)}. ${chapter.title}`)}`,
    styleText('dim', `    ${partner.name} (${partner.kind}, ${partner.cloud}) for ${chapter.customer.name}`),
    ...file.subscriptions.map(subscriptionLine),
    `    ${fill('relationship', 46)} ${relationshipOf(file)}`,
    ...mails.filter((mail) => isAbout(mail, file)).map(mailLine),
  ];
  return lines.join('\n');
}

/** A chapter that took days: the same, and its timeline, oldest first. */
export function longAccountOf(told: ToldChapter): string {
  const { timeline } = told.file;
  const first = Date.parse(timeline.at(-1)?.recordedAt ?? '');
  const days = timeline.toReversed().map(({ recordedAt, type, rule, result, reason, changes }) => {
    const day = Math.floor((Date.parse(recordedAt) - first) / 86_400_000);
    const details = [rule, result === 'applied' ? null : result, reason, ...changes.map(changeText)]
      .filter(Boolean)
      .join(', ');
    return `    ${styleText('dim', `day ${String(day).padStart(2)}`)}  ${fill(type, 34)} ${styleText('dim', details)}`;
  });
  return [accountOf({ ...told, mails: [] }), ...days, mailsLine(told)].join('\n');
}

/** What was refused and is kept for an operator. */
export function refusals(kept: readonly { readonly code: string; readonly detail: string }[]): string {
  const title = 'And one message that is no event: kept in subscription-events-dlq with its reason';
  const lines = kept.map(({ code, detail }) => `    ${styleText('red', code)}  ${detail}`);
  return ['', styleText('bold', `    ${title}`), ...lines].join('\n');
}

/** Where to go from here: every open invitation with its link. */
export function closing({ console: page, api }: LocalStack, told: readonly ToldChapter[]): string {
  const open = told.flatMap((one) => {
    const link = openLink(one);
    return link ? [`  ${one.chapter.customer.name}\n  ${styleText('cyan', link)}`] : [];
  });
  return [
    '',
    `${styleText('bold', 'Now you')}: open a link, approve or decline, and look at ${styleText('cyan', page)}`,
    styleText(
      'dim',
      `Cases, decisions with their reasons, queues and mails are there. Queues: .local/stack.json, API: ${api}`,
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
  return `    ${fill(what, 46)} ${shown} ${styleText('dim', `${rule}${details.length > 0 ? ` (${details.join(', ')})` : ''}`)}`;
}

function relationshipOf({ relationship }: CaseFile): string {
  const { status, scope, invitation } = relationship;
  const comment = invitation?.comment ? ` “${invitation.comment}”` : '';
  return `${status}${scope ? ` · ${scope}` : ''}${comment}`;
}

function mailLine({ kind, to, subject }: StoredMail): string {
  return `    ${fill(`mail: ${kind} to ${to.join(', ')}`, 46)} ${styleText('dim', subject)}`;
}

/** What an event changed, in a word or two. */
function changeText(change: CaseFile['timeline'][number]['changes'][number]): string | null {
  switch (change.kind) {
    case 'relationship':
      return `relationship ${change.status}`;
    case 'invitation-opened':
      return 'customer asked';
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

/** How many mails of each kind left for a case. */
function mailsLine({ mails, file }: ToldChapter): string {
  const counts = Map.groupBy(
    mails.filter((mail) => isAbout(mail, file)),
    ({ kind }) => kind,
  );
  const told = [...counts].map(([kind, { length }]) => (length > 1 ? `${length} × ${kind}` : kind));
  return `    ${styleText('dim', 'mails')}   ${told.join(', ') || 'none'}`;
}

function openLink({ file, mails, api }: ToldChapter): string | undefined {
  const { invitation } = file.relationship;
  if (invitation?.status !== 'open') return undefined;
  const mail = mails.find(({ id }) => id === `${invitation.id}-invitation`);
  return mail?.text.split(/\s+/).find((word) => word.startsWith(`${api}/invitations/`));
}

/** A mail is about the case when it goes to its customer, or names the customer to the partner. */
function isAbout({ to, text }: StoredMail, { customer }: CaseFile): boolean {
  return to.includes(customer.contactEmail ?? '') || text.includes(customer.tenantId);
}

/** Pads by columns: CJK characters take two. */
function fill(text: string, width: number): string {
  const columns = [...text].reduce((sum, character) => sum + (/[\u1100-\uffdc]/.test(character) ? 2 : 1), 0);
  return text + ' '.repeat(Math.max(1, width - columns));
}
