import { describe, expect, test } from 'vitest';
import type { TimelineEntry } from '../../shared/case/timeline.ts';
import { metricsOfEntry, metricsOfSent } from '../../shared/intake/timeline-metrics.ts';
import { effectsOf } from '../../shared/process/effects.ts';
import { METRICS, type MetricValue } from '../../shared/runtime/metric-catalogue.ts';
import { azure, DAY, event, foldEvents, ingested, NOON } from '../fixtures/fold-events.ts';
import { CASE_KEY } from '../store/process-case.ts';

const namesOf = (metrics: readonly MetricValue[]) =>
  metrics.map((metric) => ('of' in metric ? `${metric.name} ${metric.of}` : metric.name)).sort();
const of = (entries: readonly TimelineEntry[]) => namesOf(entries.flatMap(metricsOfEntry));
const approved = (minute: number) => event('relationship.approved', minute, { via: 'customer-link' });

describe('the metrics of an event', () => {
  test('count its rule, chain and invitation', () => {
    expect(of(foldEvents([ingested(0)]).entries)).toEqual([
      'ChainStarted request-relationship',
      'InvitationMoved opened',
      'RuleHit license-request',
    ]);
  });

  test('count the rule once, also if no decision changes', () => {
    const { case: twice } = foldEvents([ingested(0), ingested(1)]);
    const again = foldEvents([ingested(2)], {}, twice);
    expect(again.entries[0]?.decisions).toEqual([]);
    expect(of(again.entries).filter((one) => one.startsWith('RuleHit'))).toEqual([
      'RuleHit license-awaiting',
    ]);
  });

  test('count every decision of an approval, and the answer', () => {
    const { case: asked } = foldEvents([ingested(0), ingested(1, { id: 'sub-2' }), ingested(2, azure)]);
    const { invitation } = asked;
    const answer = event('relationship.approved', 3, { via: 'customer-link', invitationId: invitation?.id });
    const hits = of(foldEvents([answer], {}, asked).entries);
    expect(hits.filter((one) => !one.startsWith('ChainStarted'))).toEqual([
      'InvitationMoved approved',
      'RuleHit azure-ready',
      'RuleHit license-supported',
      'RuleHit license-supported',
    ]);
  });

  test('count no invitation for an upstream approval', () => {
    expect(of(foldEvents([approved(0)]).entries)).toEqual([]);
  });

  test('count the rule of a term that ended once', () => {
    const { case: locked } = foldEvents([
      ingested(0, { channel: 'csp', termEndsAt: '2026-12-01T00:00:00.000Z' }),
    ]);
    const { entries } = foldEvents([], { now: Date.parse('2026-12-01T00:00:00Z') }, locked);
    expect(entries.map(({ type }) => type)).toEqual(['time.passed']);
    expect(of(entries).filter((one) => one.startsWith('RuleHit'))).toHaveLength(1);
  });

  test('count an invitation that expires', () => {
    const { case: asked } = foldEvents([ingested(0)]);
    const { entries } = foldEvents([], { now: NOON + 31 * DAY }, asked);
    expect(of(entries)).toContain('InvitationMoved expired');
  });

  test('count a refusal by its reason; a full case also on its own', () => {
    const change = { kind: 'refused', subscriptionId: 's', reason: 'case-full' } as const;
    const [entry] = foldEvents([ingested(0)]).entries;
    expect(
      entry && namesOf(metricsOfEntry({ ...entry, rule: null, decisions: [], changes: [change] })),
    ).toEqual(['CaseFull', 'EventRefused case-full']);
  });
});

describe('the metrics of sent effects', () => {
  const [entry] = foldEvents([ingested(0)]).entries;
  if (!entry) throw new Error('the story has no entry');
  const effects = effectsOf(CASE_KEY, entry);

  test('count each outcome, and measure the time since the event', () => {
    const metrics = metricsOfSent(entry, effects, NOON + 2_500);
    expect(namesOf(metrics)).toEqual([
      'EventToOutcomeDelay',
      'OutcomePublished relationship.changed',
      'OutcomePublished subscription.decided',
    ]);
    expect(metrics.at(-1)).toEqual({ name: 'EventToOutcomeDelay', value: 2_500 });
  });

  test('measure no negative time if a publisher’s clock is ahead', () => {
    expect(metricsOfSent(entry, effects, NOON - 60_000).at(-1)).toMatchObject({ value: 0 });
  });

  test('measure no delay without an event or an outcome', () => {
    expect(namesOf(metricsOfSent({ ...entry, type: 'time.passed' }, effects, NOON))).not.toContain(
      'EventToOutcomeDelay',
    );
    expect(metricsOfSent(entry, { outcomes: [], mails: [] }, NOON)).toEqual([]);
  });
});

test('no metric has a dimension with a partner or customer', () => {
  const dimensions = Object.values(METRICS).map(({ by }) => by);
  expect(dimensions.filter((by) => by !== null && /partner|customer|tenant|mail$|address/i.test(by))).toEqual(
    [],
  );
});
