import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import type { TextOutput, Tone } from '../terminal/text-output.ts';
import { count, minute } from '../terminal/words.ts';
import { DECISION_COLUMNS, decisionNote, decisionRow } from './format-decision.ts';

const RELATIONSHIPS: Readonly<Partial<Record<CaseFile['relationship']['status'], Tone>>> = {
  active: 'good',
  invited: 'warn',
  consented: 'warn',
  declined: 'bad',
  removed: 'bad',
  undeliverable: 'bad',
  expired: 'bad',
};

const STATUSES: Readonly<Record<string, Tone>> = {
  supported: 'good',
  onboarded: 'good',
  rejected: 'bad',
  'not-permitted': 'bad',
  'awaiting-approval': 'warn',
};

/** A case file for a person. @param most entries of the timeline to show */
export function printCase(page: TextOutput, file: CaseFile, most: number): void {
  const { customer, relationship, subscriptions, timeline, timelineCursor } = file;
  page.line({ text: customer.name ?? '(no name)', tone: 'strong' });
  page.facts([
    ['partner', file.partnerId],
    ['customer', customer.tenantId],
    [
      'contact',
      [customer.contactEmail ?? 'none', customer.country, customer.locale].filter(Boolean).join(' · '),
    ],
    ...(customer.erasedAt === null ? [] : [['erased', minute(customer.erasedAt)] as const]),
    [
      'relationship',
      { text: relationshipLine(relationship), tone: RELATIONSHIPS[relationship.status] ?? 'dim' },
    ],
    ...invitationFacts(relationship.invitation),
  ]);
  page.line();
  if (subscriptions.length === 0) page.line('No subscriptions.');
  else {
    page.table(
      [
        { head: 'subscription', wraps: true },
        { head: 'status' },
        { head: 'reason', wraps: true },
        { head: 'rule', wraps: true },
      ],
      subscriptions.flatMap(({ id, name, status, reason, rule }) => [
        [
          name ?? id,
          status === null ? '–' : { text: status, tone: STATUSES[status] ?? 'dim' },
          reason ?? '–',
          rule ?? '–',
        ],
        { below: id, indent: 2 },
      ]),
    );
  }
  for (const { id, onboarding } of subscriptions) {
    if (!onboarding) continue;
    const steps = onboarding.steps.map(({ name, status }) => `${name} ${status}`).join(', ');
    const failure = onboarding.lastFailure === null ? '' : `, last failure ${onboarding.lastFailure.reason}`;
    page.line(
      `  onboarding of ${id}: ${onboarding.parked ? 'parked' : onboarding.status}${failure}${steps === '' ? '' : `: ${steps}`}`,
      2,
    );
  }
  page.line();
  const shown = timeline.slice(0, most);
  const all = timelineCursor === null && shown.length === timeline.length;
  page.line({
    text: all
      ? `Timeline, newest first (${count(shown.length, 'entry', 'entries')})`
      : `Timeline, newest ${shown.length} (all: --all)`,
    tone: 'strong',
  });
  page.table(
    [{ head: 'when (UTC)' }, ...DECISION_COLUMNS],
    shown.flatMap((entry) => [
      [minute(entry.at), ...decisionRow(entry)],
      ...decisionNote(entry, 'yyyy-mm-dd hh:mm'.length + 2),
    ]),
  );
}

/** An invitation in names and values; nothing when there is none. @param became its status, in other words */
export function invitationFacts(
  invitation: CaseFile['relationship']['invitation'],
  { name = 'invitation', became }: { name?: string; became?: string } = {},
): (readonly [name: string, value: string])[] {
  if (!invitation) return [];
  const { id, status, scope, mail, openedAt, expiresAt, reminders, comment } = invitation;
  return [
    [name, `${id} · ${became ?? status} · ${scope}`],
    [
      '',
      `opened ${minute(openedAt)}, expires ${minute(expiresAt)}, ${count(reminders, 'reminder')}, mail ${mail}`,
    ],
    ...(comment === null ? [] : [['comment', comment.replace(/\s+/g, ' ')] as const]),
  ];
}

function relationshipLine({ status, scope, changedAt }: CaseFile['relationship']): string {
  const since = changedAt === null ? '' : `, since ${minute(changedAt)}`;
  return `${status}${scope === null ? '' : ` · ${scope}`}${since}`;
}
