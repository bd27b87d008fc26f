import { describe, expect, expectTypeOf, test } from 'vitest';
import type * as z from 'zod';
import { buildCaseFile, type CaseFile, mailIdsOf } from '../../../functions/cases-api/case-file.ts';
import type { listCases } from '../../../functions/cases-api/list-cases.ts';
import type { explainDecision } from '../../../functions/events-api/explain-decision.ts';
import type { caseFile as caseFileSchema } from '../../../infra/build/interface/case-file-schema.ts';
import type {
  customerList,
  decision,
  relationshipStatus,
  subscriptionStatus,
} from '../../../infra/build/interface/response-schemas.ts';
import type { RelationshipStatus } from '../../../shared/case/relationship.ts';
import type { SubscriptionStatus } from '../../../shared/case/subscription.ts';
import { foldEvents, NOON } from '../../fixtures/fold-events.ts';
import { generateTraffic, parseValidEvent } from '../../fixtures/traffic.ts';
import { responseFaults } from './response-faults.ts';

/** A type with all fields read-only. */
type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

describe('the schemas of responses have the types of the functions', () => {
  test('of case files', () => {
    // Each kind of change has its own fields; the document lists the kinds only.
    type Entry<File extends { timeline: readonly object[] }> = Omit<File['timeline'][number], 'changes'>;
    type Without<File extends { timeline: readonly object[] }> = Omit<File, 'timeline'> & {
      timeline: readonly Entry<File>[];
    };
    type Described = DeepReadonly<z.output<typeof caseFileSchema>>;
    expectTypeOf<Without<CaseFile>>().toExtend<Without<Described>>();
    expectTypeOf<Without<Described>>().toExtend<Without<DeepReadonly<CaseFile>>>();
    type Kind = CaseFile['timeline'][number]['changes'][number]['kind'];
    expectTypeOf<Kind>().toEqualTypeOf<
      z.output<typeof caseFileSchema>['timeline'][number]['changes'][number]['kind']
    >();
  });

  test('of lists and decisions', () => {
    expectTypeOf<Awaited<ReturnType<typeof listCases>>>().toExtend<
      DeepReadonly<z.output<typeof customerList>>
    >();
    type Decided = Omit<Awaited<ReturnType<typeof explainDecision>>, 'facts'>;
    expectTypeOf<Decided>().toExtend<DeepReadonly<Omit<z.output<typeof decision>, 'facts'>>>();
  });

  test('of statuses', () => {
    expectTypeOf<z.output<typeof relationshipStatus>>().toEqualTypeOf<RelationshipStatus>();
    expectTypeOf<z.output<typeof subscriptionStatus>>().toEqualTypeOf<SubscriptionStatus>();
  });
});

describe('case files match the OpenAPI document', () => {
  const { customers, valid } = generateTraffic({ seed: 5, events: 600, customers: 30, now: new Date(NOON) });
  const files = customers.map(({ tenantId }) => {
    const own = valid.map(parseValidEvent).filter((one) => one.type !== 'partner.registered');
    const { case: of } = foldEvents(own.filter(({ data }) => data.customer.tenantId === tenantId));
    const slice = { entries: of.recent, before: null };
    const statuses = new Map(mailIdsOf(of, slice).map((id) => [id, 'sent'] as const));
    return JSON.parse(JSON.stringify(buildCaseFile(of, statuses, slice)));
  });

  test('after any events', () => {
    expect(files.length).toBe(30);
    for (const file of files) expect(responseFaults('CaseFile', file)).toEqual([]);
  });

  test.each([
    ['an unknown field', (file: object) => ({ ...file, more: 1 })],
    ['a missing field', (file: object) => ({ ...file, mails: undefined })],
    [
      'an unknown status',
      (file: object) => ({ ...file, relationship: { ...Object(file).relationship, status: 'new' } }),
    ],
  ])('%s is a fault', (_, change) => {
    expect(responseFaults('CaseFile', JSON.parse(JSON.stringify(change(files[0]))))).not.toEqual([]);
  });
});
