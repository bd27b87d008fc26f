import { andDecide, type decide } from './decide.ts';
import { moveTo } from './invitations.ts';
import { failOnboarding } from './onboarding.ts';
import { DAY, type Model, openInvitation } from './state.ts';

interface Due {
  at: number;
  /** Whether the customer may be asked because of it. */
  mayAsk: boolean;
  /** Answers which subscriptions it is about, or nothing. */
  run: () => Parameters<typeof decide>[1][];
}

const REMINDER_DAYS = [3, 10, 25];

/** All that time will bring about for the case as it is. */
function dues(m: Model): Due[] {
  const all: Due[] = [];
  const open = openInvitation(m);
  if (open) {
    REMINDER_DAYS.forEach((days, index) => {
      const at = open.openedAt + days * DAY;
      const overtakenAt = open.openedAt + (REMINDER_DAYS[index + 1] ?? 30) * DAY;
      if (open.status === 'open' && open.reminders <= index && m.clock < overtakenAt)
        all.push({ at, mayAsk: false, run: () => remind(m, index) });
    });
    all.push({ at: open.expiresAt, mayAsk: false, run: () => expire(m) });
  }
  if (m.block?.reason === 'declined')
    all.push({
      at: m.block.since + 30 * DAY,
      mayAsk: true,
      run: () => {
        m.block = null;
        return [];
      },
    });
  for (const s of m.subscriptions.values()) {
    if (s.status === 'deferred' && s.earliestMoveDate !== null)
      all.push({ at: s.earliestMoveDate, mayAsk: true, run: () => [s] });
    const waits = s.onboarding?.steps.some(
      ({ name, status }) => name === 'current-partner-accepts' && status === 'due',
    );
    if (s.onboarding && waits) {
      const at = s.onboarding.dueSince + 30 * DAY;
      const run = () => {
        failOnboarding(m, s, at, 'transfer-expired', null);
        return [s];
      };
      all.push({ at, mayAsk: false, run });
    }
  }
  return all;
}

/** A reminder is mailed unless a later one, or the expiry, has overtaken it by now; then the count jumps. */
function remind(m: Model, index: number) {
  const { invitation } = m;
  if (!invitation) return [];
  invitation.reminders = index + 1;
  m.entry.mails.push(`reminder ${invitation.serial} ${index + 1}`);
  return [];
}

function expire(m: Model) {
  const { invitation } = m;
  if (!invitation) return [];
  invitation.status = 'expired';
  invitation.endedAt = invitation.expiresAt;
  if (m.status !== 'active') moveTo(m, 'expired', null);
  m.entry.mails.push('notice');
  return [];
}

/** Carries out, in order, everything that is due up to the given time. */
export function passTime(m: Model, until: number): void {
  for (;;) {
    const next = dues(m)
      .filter(({ at }) => at <= until)
      .sort((a, b) => a.at - b.at)[0];
    if (!next) break;
    m.at = next.at;
    andDecide(m, next.mayAsk, next.run);
  }
}
