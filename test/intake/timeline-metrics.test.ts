import { describe, expect, test } from 'vitest';
import type { TimelineEntry } from '../../shared/case/timeline.ts';
import { metricsOfEntry, metricsOfSent } from '../../shared/intake/timeline-metrics.ts';
import { effectsOf } from '../../shared/process/effects.ts';
import { METRICS, type MetricValue } from '../../shared/runtime/metric-catalogue.ts';
import { azure, DAY, event, ingested, NOON, tell } from '../process/story.ts';
import { CASE_KEY } from '../store/process-case.ts';

const told = (readings: readonly MetricValue[]) =>
  readings.map((reading) => ('of' in reading ? `${reading.name} ${reading.of}` : reading.name)).sort();
const of = (entries: readonly TimelineEntry[]) => told(entries.flatMap(metricsOfEntry));
const approved = (minute: number) => event('relationship.approved', minute, { via: 'customer-link' });

describe('what is measured of an event', () => {
  test('the rule that answered it, its chain and the invitation it opened', () => {
    expect(of(tell([ingested(0)]).entries)).toEqual([
      'ChainStarted request-relationship',
      'InvitationMoved opened',
      'RuleHit license-request',
    ]);
  });

  test('the rule also of an event that changes no decision, once', () => {
    const { case: twice } = tell([ingested(0), ingested(1)]);
    const again = tell([ingested(2)], {}, twice);
    expect(again.entries[0]?.decisions).toEqual([]);
    expect(of(again.entries).filter((one) => one.startsWith('RuleHit'))).toEqual([
      'RuleHit license-awaiting',
    ]);
  });

  test('every decision that an approval brings about, and the answer', () => {
    const { case: asked } = tell([ingested(0), ingested(1, { id: 'sub-2' }), ingested(2, azure)]);
    const { invitation } = asked;
    const answer = event('relationship.approved', 3, { via: 'customer-link', invitationId: invitation?.id });
    const hits = of(tell([answer], {}, asked).entries);
    expect(hits.filter((one) => !one.startsWith('ChainStarted'))).toEqual([
      'InvitationMoved approved',
      'RuleHit azure-ready',
      'RuleHit license-supported',
      'RuleHit license-supported',
    ]);
  });

  test('an approval of nobody’s invitation moves none', () => {
    expect(of(tell([approved(0)]).entries)).toEqual([]);
  });

  test('the rule of a term that is over, once', () => {
    const { case: locked } = tell([ingested(0, { channel: 'csp', termEndsAt: '2026-12-01T00:00:00.000Z' })]);
    const { entries } = tell([], { now: Date.parse('2026-12-01T00:00:00Z') }, locked);
    expect(entries.map(({ type }) => type)).toEqual(['time.passed']);
    expect(of(entries).filter((one) => one.startsWith('RuleHit'))).toHaveLength(1);
  });

  test('an invitation that ends without an answer', () => {
    const { case: asked } = tell([ingested(0)]);
    const { entries } = tell([], { now: NOON + 31 * DAY }, asked);
    expect(of(entries)).toContain('InvitationMoved expired');
  });

  test('a refusal by its reason; a case that is full also by itself', () => {
    const change = { kind: 'refused', subscriptionId: 's', reason: 'case-full' } as const;
    const [entry] = tell([ingested(0)]).entries;
    expect(entry && told(metricsOfEntry({ ...entry, rule: null, decisions: [], changes: [change] }))).toEqual(
      ['CaseFull', 'EventRefused case-full'],
    );
  });
});

describe('what is measured when the effects have left', () => {
  const [entry] = tell([ingested(0)]).entries;
  if (!entry) throw new Error('the story has no entry');
  const effects = effectsOf(CASE_KEY, entry);

  test('each outcome, and the time since the event', () => {
    const readings = metricsOfSent(entry, effects, NOON + 2_500);
    expect(told(readings)).toEqual([
      'EventToOutcomeDelay',
      'OutcomePublished relationship.changed',
      'OutcomePublished subscription.decided',
    ]);
    expect(readings.at(-1)).toEqual({ name: 'EventToOutcomeDelay', value: 2_500 });
  });

  test('no time less than none: a publisher’s clock may be ahead', () => {
    expect(metricsOfSent(entry, effects, NOON - 60_000).at(-1)).toMatchObject({ value: 0 });
  });

  test('no delay of what nobody sent, or what has no outcome', () => {
    expect(told(metricsOfSent({ ...entry, type: 'time.passed' }, effects, NOON))).not.toContain(
      'EventToOutcomeDelay',
    );
    expect(metricsOfSent(entry, { outcomes: [], mails: [] }, NOON)).toEqual([]);
  });
});

test('no metric is told apart by who it is about', () => {
  const dimensions = Object.values(METRICS).map(({ by }) => by);
  expect(dimensions.filter((by) => by !== null && /partner|customer|tenant|mail$|address/i.test(by))).toEqual(
    [],
  );
});
