import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import type { Column, Row, StyledText, TextOutput, Tone } from '../terminal/text-output.ts';
import { count, minute } from '../terminal/words.ts';
import type { Entry } from './read-case.ts';

const RESULTS: Readonly<Record<Entry['result'], Tone>> = {
  applied: 'good',
  parked: 'warn',
  stale: 'dim',
  ignored: 'dim',
  refused: 'bad',
};

/** The columns of {@link decisionRow}. */
export const DECISION_COLUMNS: readonly Column[] = [{ head: 'event' }, { head: 'result' }];

/** A row with an event and its result. */
export function decisionRow(entry: Entry): StyledText[] {
  return [entry.type, { text: entry.result, tone: RESULTS[entry.result] }];
}

/** The row below with what was decided; none if nothing was. */
export function decisionNote(entry: Entry, indent: number): Row[] {
  const below = decisionText(entry);
  return below === '' ? [] : [{ below, indent }];
}

/** Formats rule, reason and changes of an entry in one line. */
export function decisionText({ rule, chain, reason, decisions, changes }: Entry): string {
  const ruleText =
    rule === null ? [] : [chain === null || chain === rule ? `rule ${rule}` : `rule ${rule} → ${chain}`];
  const reasonText = reason === null ? [] : [`reason ${reason}`];
  const statuses = decisions
    .filter(({ status, previousStatus }) => status !== previousStatus)
    .map(({ subscriptionId, previousStatus, status }) =>
      previousStatus === null
        ? `${subscriptionId} is ${status}`
        : `${subscriptionId} ${previousStatus} → ${status}`,
    );
  const shown = statuses.length > 5 ? [...statuses.slice(0, 4), `and ${statuses.length - 4} more`] : statuses;
  const relationships = changes.flatMap((change) =>
    change.kind === 'relationship' ? [`relationship ${change.previousStatus} → ${change.status}`] : [],
  );
  return [...ruleText, ...reasonText, ...shown, ...relationships].join('; ');
}

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

/** Prints a case file. @param most entries of the timeline to show */
export function printCase(output: TextOutput, file: CaseFile, most: number): void {
  const { customer, relationship, subscriptions, timeline, timelineCursor } = file;
  output.line({ text: customer.name ?? '(no name)', tone: 'strong' });
  output.facts([
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
  output.line();
  if (subscriptions.length === 0) output.line('No subscriptions.');
  else {
    output.table(
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
    output.line(
      `  onboarding of ${id}: ${onboarding.parked ? 'parked' : onboarding.status}${failure}${steps === '' ? '' : `: ${steps}`}`,
      2,
    );
  }
  output.line();
  const shown = timeline.slice(0, most);
  const all = timelineCursor === null && shown.length === timeline.length;
  output.line({
    text: all
      ? `Timeline, newest first (${count(shown.length, 'entry', 'entries')})`
      : `Timeline, newest ${shown.length} (all: --all)`,
    tone: 'strong',
  });
  output.table(
    [{ head: 'when (UTC)' }, ...DECISION_COLUMNS],
    shown.flatMap((entry) => [
      [minute(entry.at), ...decisionRow(entry)],
      ...decisionNote(entry, 'yyyy-mm-dd hh:mm'.length + 2),
    ]),
  );
}

/** The facts of an invitation; none without one. @param status replaces its status by other words */
export function invitationFacts(
  invitation: CaseFile['relationship']['invitation'],
  { name = 'invitation', status: statusText }: { name?: string; status?: string } = {},
): (readonly [name: string, value: string])[] {
  if (!invitation) return [];
  const { id, status, scope, mail, openedAt, expiresAt, reminders, comment } = invitation;
  return [
    [name, `${id} · ${statusText ?? status} · ${scope}`],
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
