import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideLease, LEASE_MS, SETTLE_MS } from '../../shared/mail/send/send-mail.ts';
import type { MailRecord } from '../../shared/store/mail-store.ts';

const NOW = 1_800_000_000_000;
const ORDER = {
  mailId: 'm-1',
  kind: 'invitation',
  partnerId: 'contoso',
  tenantId: 't-1',
  invitationId: 'i-1',
} as const;
const record = (parts: Partial<MailRecord> = {}): MailRecord => ({
  mailId: 'm-1',
  status: 'sending',
  attempt: 1,
  holder: 'message-1',
  leaseUntil: NOW + LEASE_MS,
  sesMessageId: null,
  at: NOW,
  about: { partnerId: 'contoso', tenantId: 't-1', invitationId: 'i-1' },
  ...parts,
});

describe('who may send a mail', () => {
  test('the first to come takes the lease', () => {
    expect(decideLease(ORDER, null, 'message-1', NOW)).toEqual({ kind: 'acquired', record: record() });
  });

  test('a repeat of the order leaves it to the message that holds the lease', () => {
    expect(decideLease(ORDER, record(), 'message-2', NOW + LEASE_MS - 1)).toEqual({ kind: 'held-elsewhere' });
  });

  test('an attempt nobody saw the end of is unclear, for its own message and for others once its lease is over', () => {
    expect(decideLease(ORDER, record(), 'message-1', NOW)).toEqual({
      kind: 'unclear',
      waitFor: LEASE_MS + SETTLE_MS,
    });
    expect(decideLease(ORDER, record(), 'message-2', NOW + LEASE_MS)).toEqual({
      kind: 'unclear',
      waitFor: SETTLE_MS,
    });
  });

  test('it is made again only when SES had time to tell of it, and did not', () => {
    const settled = NOW + LEASE_MS + SETTLE_MS;
    expect(decideLease(ORDER, record(), 'message-1', settled - 1).kind).toBe('unclear');
    expect(decideLease(ORDER, record(), 'message-1', settled)).toMatchObject({
      kind: 'acquired',
      record: { attempt: 2 },
    });
  });

  test.each(['sent', 'delivered', 'bounced', 'complained', 'skipped'] as const)(
    '%s: nothing is left to do',
    (status) => {
      expect(decideLease(ORDER, record({ status }), 'message-2', NOW)).toMatchObject({ kind: 'done' });
    },
  );

  test('what SES surely did not take may be sent at once', () => {
    expect(decideLease(ORDER, record({ status: 'released' }), 'message-1', NOW)).toMatchObject({
      kind: 'acquired',
    });
  });
});

test('however orders are repeated and senders die, no second mail leaves before the first had time to be told of', () => {
  const step = fc.record({
    holder: fc.constantFrom('message-1', 'message-2', 'message-3'),
    after: fc.nat(LEASE_MS),
    dies: fc.constantFrom('before', 'after', 'never'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let known: MailRecord | null = null;
      let now = NOW;
      const accepted: number[] = [];
      for (const { holder, after, dies } of steps) {
        now += after;
        const lease = decideLease(ORDER, known, holder, now);
        if (lease.kind !== 'acquired') continue;
        known = lease.record;
        if (dies === 'before') continue;
        accepted.push(now);
        if (dies === 'never') known = { ...known, status: 'sent' };
      }
      for (const [index, at] of accepted.entries()) {
        const before = accepted[index - 1];
        if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(LEASE_MS + SETTLE_MS);
      }
    }),
    { numRuns: 2_000 },
  );
});
