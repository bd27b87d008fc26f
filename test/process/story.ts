import { type Case, emptyCase, type Partner } from '../../shared/case/case.ts';
import type { ProcessContext } from '../../shared/chains/chain-context.ts';
import type { CaseEvent, DataOf, EventType, KnownEvent } from '../../shared/events/catalogue.ts';
import type { CaseFoldEvent } from '../../shared/events/internal-events.ts';
import { checkEvent } from '../../shared/events/parse-event.ts';
import { DEFAULT_ALLOWED_ROLES } from '../../shared/events/vocabulary.ts';
import { type FoldResult, foldCase } from '../../shared/process/fold-case.ts';

export const DAY = 86_400_000;
/** The clock of stories, in epoch milliseconds. */
export const NOON = Date.parse('2026-11-22T12:00:00Z');
export const TENANT = '4b2a6e33-8791-4386-bd2b-0d55baf25039';

/** A partner of stories: American, commercial, billing directly. */
export const partner: Partner = {
  partnerId: 'contoso',
  name: 'Contoso',
  country: 'US',
  cloud: 'commercial',
  kind: 'direct-bill',
  supportEmail: 'support@contoso.example',
  notificationsEmail: 'desk@contoso.example',
  acceptance: 'link',
  muted: [],
  registeredAt: '2026-01-01T00:00:00.000Z',
};

let count = 0;

/** A checked event at a minute of the story; what is not told is as in the simplest case. */
export function event<Type extends EventType>(
  type: Type,
  minute: number,
  data: object = {},
): KnownEvent<Type> & CaseEvent {
  const parsed = checkEvent({
    specversion: '1.0',
    id: `e-${++count}`,
    source: '/story',
    type,
    time: new Date(NOON + minute * 60_000).toISOString(),
    data: {
      partnerId: 'contoso',
      customer: { tenantId: TENANT },
      requestedBy: { role: 'sales-agent' },
      ...data,
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.event as KnownEvent<Type> & CaseEvent;
}

/** A subscription is ingested; parts of its subscription and customer may be told. */
export function ingested(
  minute: number,
  subscription: Partial<DataOf<'subscription.ingested'>['subscription']> = {},
  { customer = {}, role = 'sales-agent' }: { customer?: object; role?: string } = {},
) {
  return event('subscription.ingested', minute, {
    customer: {
      tenantId: TENANT,
      name: 'Fabrikam',
      contactEmail: 'it@fabrikam.example',
      country: 'US',
      ...customer,
    },
    subscription: { id: 'sub-1', name: 'Office', billing: 'license-based', channel: 'ea', ...subscription },
    requestedBy: { role },
  });
}

export const azure = { id: 'az-1', name: 'Azure', billing: 'usage-based' } as const;

/** Folds a story from nothing, at the story's minute 60 unless told otherwise. */
export function tell(
  events: readonly CaseFoldEvent[],
  context: Partial<ProcessContext> = {},
  from?: Case,
): Extract<FoldResult, { kind: 'folded' }> {
  const folded = foldCase(from ?? emptyCase({ partnerId: 'contoso', tenantId: TENANT }), events, {
    partner,
    now: NOON + 3_600_000,
    settings: {
      invitationDays: 30,
      declineBlockDays: 30,
      reminderDays: [3, 10, 25],
      allowedRoles: DEFAULT_ALLOWED_ROLES,
    },
    ...context,
  });
  if (folded.kind !== 'folded') throw new Error(folded.kind);
  return folded;
}

/** Status and reason of a subscription, and the rule that gave them. */
export function stateOf(of: Case, id = 'sub-1') {
  const decision = of.subscriptions.get(id)?.decision;
  return decision && { rule: decision.rule, status: decision.status, reason: decision.reason };
}
