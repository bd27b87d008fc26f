import { expect, test } from 'vitest';
import { emptyCase } from '../../shared/case/case.ts';
import { hasPersonalData } from '../../shared/case/erasure.ts';
import { covers, scopeOfGrants } from '../../shared/case/relationship.ts';

test('a new case has no personal data, sends mail to every address and was never decided', () => {
  const of = emptyCase({ partnerId: 'contoso', tenantId: 't' });
  expect(hasPersonalData(of)).toBe(false);
  expect([of.suppressed, of.decidedWith]).toEqual([[], '']);
});

test('grants give the widest scope that one of them holds, and none without one', () => {
  const at = '2026-01-05T09:00:00.000Z';
  const grant = (by: string, isHeld: boolean) => ({ by, isHeld, at });
  expect(scopeOfGrants([])).toBe('none');
  expect(scopeOfGrants([grant('reseller', false)])).toBe('none');
  expect(scopeOfGrants([grant('reseller', true)])).toBe('reseller-only');
  expect(scopeOfGrants([grant('reseller', true), grant('dap', true)])).toBe('delegated-admin');
  expect(scopeOfGrants([grant('reseller', true), grant('dap', false)])).toBe('reseller-only');
});

test('delegated administration covers reselling, and not the other way round', () => {
  const scopes = ['none', 'reseller-only', 'delegated-admin'] as const;
  const needs = ['reseller-only', 'delegated-admin'] as const;
  expect(scopes.map((scope) => needs.map((needed) => covers(scope, needed)))).toEqual([
    [false, false],
    [true, false],
    [true, true],
  ]);
});
