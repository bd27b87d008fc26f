import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideLease, LEASE_MS, SETTLE_MS } from '../../shared/mail/send/send-mail.ts';
import type { MailRecord } from '../../shared/store/mail-store.ts';

const NOW = 1_800_000_000_000;
const COMMAND = {
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

describe('the lease of a mail', () => {
  test('goes to the first message', () => {
    expect(decideLease(COMMAND, null, 'message-1', NOW)).toEqual({ kind: 'acquired', record: record() });
  });

  test('stays with its holder when the command is repeated', () => {
    expect(decideLease(COMMAND, record(), 'message-2', NOW + LEASE_MS - 1)).toEqual({
      kind: 'held-elsewhere',
    });
  });

  test('is unclear after an attempt without a recorded end: at once for its holder, after its end for others', () => {
    expect(decideLease(COMMAND, record(), 'message-1', NOW)).toEqual({
      kind: 'unclear',
      waitFor: LEASE_MS + SETTLE_MS,
    });
    expect(decideLease(COMMAND, record(), 'message-2', NOW + LEASE_MS)).toEqual({
      kind: 'unclear',
      waitFor: SETTLE_MS,
    });
  });

  test('allows another attempt only if SES published no event within the settle time', () => {
    const settled = NOW + LEASE_MS + SETTLE_MS;
    expect(decideLease(COMMAND, record(), 'message-1', settled - 1).kind).toBe('unclear');
    expect(decideLease(COMMAND, record(), 'message-1', settled)).toMatchObject({
      kind: 'acquired',
      record: { attempt: 2 },
    });
  });

  test.each(['sent', 'delivered', 'bounced', 'complained', 'skipped'] as const)(
    'is not given again once the mail is %s',
    (status) => {
      expect(decideLease(COMMAND, record({ status }), 'message-2', NOW)).toMatchObject({ kind: 'done' });
    },
  );

  test('is given at once for a mail that SES rejected', () => {
    expect(decideLease(COMMAND, record({ status: 'released' }), 'message-1', NOW)).toMatchObject({
      kind: 'acquired',
    });
  });
});

test('no second mail is sent within the settle time, for any repeats and crashes', () => {
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
        const lease = decideLease(COMMAND, known, holder, now);
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
