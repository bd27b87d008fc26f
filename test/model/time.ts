import { changeAndDecide, type decide } from './decide.ts';
import { moveTo } from './invitations.ts';
import { failOnboarding } from './onboarding.ts';
import { DAY, type Model, openInvitation } from './state.ts';

interface DueWork {
  at: number;
  /** Whether this work may open a new invitation. */
  mayAsk: boolean;
  /** Returns the subscriptions to decide. */
  run: () => Parameters<typeof decide>[1][];
}

const REMINDER_DAYS = [3, 10, 25];

/** Lists the work that becomes due if nothing else happens to the case. */
function dueWork(m: Model): DueWork[] {
  const all: DueWork[] = [];
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

/** Mails a reminder; {@link dueWork} skips those that a later reminder or the expiry has overtaken. */
function remind(m: Model, index: number) {
  const { invitation } = m;
  if (!invitation) return [];
  invitation.reminders = index + 1;
  m.entry.mails.push(`reminder ${invitation.number} ${index + 1}`);
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

/** Runs all work that is due up to the given time, in order. */
export function passTime(m: Model, until: number): void {
  for (;;) {
    const next = dueWork(m)
      .filter(({ at }) => at <= until)
      .sort((a, b) => a.at - b.at)[0];
    if (!next) break;
    m.at = next.at;
    changeAndDecide(m, next.mayAsk, next.run);
  }
}
