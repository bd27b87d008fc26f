import { RELATIONSHIP_STATUSES, type RelationshipStatus } from '../../shared/case/relationship.ts';
import {
  RELATIONSHIP_TRANSITIONS,
  RELATIONSHIP_TRIGGERS,
  type RelationshipTransition,
  type RelationshipTrigger,
} from '../../shared/case/relationship-transitions.ts';
import type { Change, TimelineEntry } from '../../shared/case/timeline.ts';
import { effectsOf } from '../../shared/process/effects.ts';

/** The relationship's state machine (contract §3.3) as a section of docs/rules.md. */
export function relationshipSection(): string {
  return [
    '## The relationship',
    '',
    'The state machine of contract §3.3, from `shared/case/relationship-transitions.ts`. A state and an event without a row change',
    'nothing. Mails and outcomes are those that `shared/process/effects.ts` derives; the receipt goes to a customer that answered by the',
    'link. `relationship.changed` is published only if status or scope change.',
    '',
    '| from | event | to | scope | invitation | blocks | mails | outcomes |',
    '|---|---|---|---|---|---|---|---|',
    ...RELATIONSHIP_TRANSITIONS.map(rowText),
    '',
  ].join('\n');
}

function rowText(transition: RelationshipTransition): string {
  const { event, from, to, scope, invitation, block } = transition;
  const { mails, outcomes } = effectsText(transition);
  const cells = [
    statesText(from),
    RELATIONSHIP_TRIGGERS[event],
    `\`${to}\``,
    scope === 'reseller-only' ? '`reseller-only`' : scope,
    invitation === 'unchanged' ? '' : `\`${invitation}\``,
    block === 'unchanged' ? '' : block === 'cleared' ? 'cleared' : `\`${block}\``,
    mails,
    outcomes,
  ];
  return `| ${cells.join(' | ')} |`;
}

function statesText(from: readonly RelationshipStatus[]): string {
  const missing = RELATIONSHIP_STATUSES.filter((status) => !from.includes(status));
  if (missing.length === 0) return 'any';
  if (missing.length === 1) return `any but \`${missing[0]}\``;
  return from.map((status) => `\`${status}\``).join(', ');
}

/** The mails and outcomes of a transition, derived from a timeline entry with the changes that its event records. */
function effectsText({ event, from, to, scope }: RelationshipTransition) {
  const status = from.find((one) => one !== to) ?? to;
  const moves = status !== to || scope === 'reseller-only';
  const move: Change = {
    kind: 'relationship',
    status: to,
    previousStatus: status,
    scope: scope === 'none' ? null : 'reseller-only',
  };
  const recorded = CHANGES[event];
  const entry: TimelineEntry = {
    key: 'key',
    source: '/docs',
    id: 'event',
    type: 'relationship.approved',
    at: '2026-01-01T00:00:00.000Z',
    recordedAt: '2026-01-01T00:00:00.000Z',
    subscriptionId: null,
    rule: null,
    chain: null,
    result: 'applied',
    reason: null,
    table: '1',
    decisions: [],
    changes: [...(moves ? [move] : []), recorded],
    extensions: {},
  };
  const { mails, outcomes } = effectsOf({ partnerId: 'contoso', tenantId: 'tenant' }, entry);
  const names = (values: readonly string[]) => [...new Set(values)].map((value) => `\`${value}\``).join(', ');
  return { mails: names(mails.map(({ kind }) => kind)), outcomes: names(outcomes.map(({ type }) => type)) };
}

const answered = (answer: 'approved' | 'consented' | 'declined' | 'removed', byLink: boolean): Change => ({
  kind: 'answered',
  invitationId: 'invitation',
  answer,
  scope: 'reseller-only',
  byLink,
});
const ended = (end: 'expired' | 'undeliverable'): Change => ({
  kind: 'invitation-ended',
  invitationId: 'invitation',
  end,
  scope: 'reseller-only',
});

/** The change that `shared/process/relationship-events.ts` records for each event, besides the move itself. */
const CHANGES: Readonly<Record<RelationshipTrigger, Change>> = {
  'invitation-opened': { kind: 'invitation-opened', invitationId: 'invitation', scope: 'reseller-only' },
  approved: answered('approved', true),
  'approved-reseller-only': answered('approved', true),
  consented: answered('consented', true),
  declined: answered('declined', true),
  expired: ended('expired'),
  undeliverable: ended('undeliverable'),
  removed: answered('removed', false),
  'removed-before-request': answered('removed', false),
  'removed-while-invited': answered('removed', false),
  'removed-while-consented': answered('removed', false),
  'delegated-admin-removed': answered('removed', false),
  'delegated-admin-removed-before-request': answered('removed', false),
  erased: { kind: 'erased' },
};
