import { describe, expect, expectTypeOf, test } from 'vitest';
import type * as z from 'zod';
import { buildCaseFile, type CaseFile, mailIdsOf } from '../../../functions/cases-api/case-file.ts';
import type { listCases } from '../../../functions/cases-api/list-cases.ts';
import type { explainDecision } from '../../../functions/events-api/explain-decision.ts';
import type { customerList, decision } from '../../../infra/build/interface/answers.ts';
import type { caseFile as caseFileSchema } from '../../../infra/build/interface/case-file.ts';
import type { relationshipStatus, subscriptionStatus } from '../../../infra/build/interface/words.ts';
import type { RelationshipStatus } from '../../../shared/case/relationship.ts';
import type { SubscriptionStatus } from '../../../shared/case/subscription.ts';
import { generateTraffic, parseValidEvent } from '../../fixtures/traffic.ts';
import { NOON, tell } from '../../process/story.ts';
import { answerFaults } from './answer-faults.ts';

/** As JSON brings it: nothing in it can be written to. */
type Told<T> = T extends object ? { readonly [K in keyof T]: Told<T[K]> } : T;

describe('the schemas of answers and the types they are made from say the same', () => {
  test('of case files', () => {
    // What an entry changed has fields of its own for each kind; the document names the kinds only.
    type Entry<File extends { timeline: readonly object[] }> = Omit<File['timeline'][number], 'changes'>;
    type Without<File extends { timeline: readonly object[] }> = Omit<File, 'timeline'> & {
      timeline: readonly Entry<File>[];
    };
    type Described = Told<z.output<typeof caseFileSchema>>;
    expectTypeOf<Without<CaseFile>>().toExtend<Without<Described>>();
    expectTypeOf<Without<Described>>().toExtend<Without<Told<CaseFile>>>();
    type Kind = CaseFile['timeline'][number]['changes'][number]['kind'];
    expectTypeOf<Kind>().toEqualTypeOf<
      z.output<typeof caseFileSchema>['timeline'][number]['changes'][number]['kind']
    >();
  });

  test('of lists and decisions', () => {
    expectTypeOf<Awaited<ReturnType<typeof listCases>>>().toExtend<Told<z.output<typeof customerList>>>();
    type Decided = Omit<Awaited<ReturnType<typeof explainDecision>>, 'facts'>;
    expectTypeOf<Decided>().toExtend<Told<Omit<z.output<typeof decision>, 'facts'>>>();
  });

  test('of statuses', () => {
    expectTypeOf<z.output<typeof relationshipStatus>>().toEqualTypeOf<RelationshipStatus>();
    expectTypeOf<z.output<typeof subscriptionStatus>>().toEqualTypeOf<SubscriptionStatus>();
  });
});

describe('case files are what the OpenAPI document says', () => {
  const { customers, valid } = generateTraffic({ seed: 5, events: 600, customers: 30, now: new Date(NOON) });
  const files = customers.map(({ tenantId }) => {
    const own = valid.map(parseValidEvent).filter((one) => one.type !== 'partner.registered');
    const { case: of } = tell(own.filter(({ data }) => data.customer.tenantId === tenantId));
    const slice = { entries: of.recent, before: null };
    const statuses = new Map(mailIdsOf(of, slice).map((id) => [id, 'sent'] as const));
    return JSON.parse(JSON.stringify(buildCaseFile(of, statuses, slice)));
  });

  test('after any events', () => {
    expect(files.length).toBe(30);
    for (const file of files) expect(answerFaults('CaseFile', file)).toEqual([]);
  });

  test.each([
    ['a field that is not described', (file: object) => ({ ...file, more: 1 })],
    ['a field that is missing', (file: object) => ({ ...file, mails: undefined })],
    [
      'a status that is none',
      (file: object) => ({ ...file, relationship: { ...Object(file).relationship, status: 'new' } }),
    ],
  ])('%s would be found', (_, change) => {
    expect(answerFaults('CaseFile', JSON.parse(JSON.stringify(change(files[0]))))).not.toEqual([]);
  });
});
